/*
 * Makes the disk fail under a process: loaded with LD_PRELOAD in front of libc, it lets the n-th
 * write or fsync of one folder's database fail, once or from then on.
 *
 *   FAULT_FOLDER  the folder, absolute; only its data.db and data.db-wal count
 *   FAULT_CALL    "write" or "fsync"
 *   FAULT_AT      the first call that fails, from 1, counted while FAULT_ARMED exists
 *   FAULT_EVER    set: all later ones fail, too; else FAULT_ARMED is taken away with the first
 *   FAULT_ERRNO   the error: 5 is EIO, 28 is ENOSPC
 *   FAULT_ARMED   a file; while it is not there, nothing is counted and nothing fails
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int seen;

static int is_ours(int fd) {
  const char *folder = getenv("FAULT_FOLDER");
  char link[64], path[4096];
  if (folder == NULL) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  size_t prefix = strlen(folder);
  if (strncmp(path, folder, prefix) != 0) return 0;
  return strcmp(path + prefix, "/data.db") == 0 || strcmp(path + prefix, "/data.db-wal") == 0;
}

/* Does this call fail? Only the thread that writes the database calls it for these files. */
static int fails(const char *call, int fd) {
  const char *wanted = getenv("FAULT_CALL");
  if (wanted == NULL || strcmp(wanted, call) != 0 || !is_ours(fd)) return 0;
  if (access(getenv("FAULT_ARMED"), F_OK) != 0) return 0;
  int at = atoi(getenv("FAULT_AT"));
  seen += 1;
  int ever = getenv("FAULT_EVER") != NULL;
  if (seen != at && !(seen > at && ever)) return 0;
  if (!ever) unlink(getenv("FAULT_ARMED"));
  errno = atoi(getenv("FAULT_ERRNO"));
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t length) {
  return fails("write", fd) ? -1 : REAL(write)(fd, bytes, length);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
  return fails("write", fd) ? -1 : REAL(pwrite)(fd, bytes, length, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  return fails("write", fd) ? -1 : REAL(pwrite64)(fd, bytes, length, at);
}

int fsync(int fd) { return fails("fsync", fd) ? -1 : REAL(fsync)(fd); }

int fdatasync(int fd) { return fails("fsync", fd) ? -1 : REAL(fdatasync)(fd); }
