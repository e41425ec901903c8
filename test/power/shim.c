/*
 * Records what a process does to the files of one folder, and what it says on its sockets, in the
 * order in which it happens. Loaded with LD_PRELOAD in front of libc; made for the server of the
 * power-cut test, which is a Node whose SQLite and libuv call libc by these names.
 *
 *   POWER_FOLDER   the folder, absolute, without links in it; only its own files count
 *   POWER_LOG      the file that the record is added to
 *   POWER_DIE      "name 3": SIGKILL instead of the third fsync of the file of this name
 *
 * A call and its record are made under one lock, the call first, so that the record holds what
 * was done, no more and no less, in an order in which it was done. Recording is itself no part of
 * what is recorded: it calls the kernel directly.
 *
 * The shared memory of a write-ahead log (-shm) is left out: no start believes what is in it.
 * A recorded file that is mapped for writing is noted, since such writes cannot be seen.
 *
 * A record is a head of 20 bytes (struct head, little-endian), then `length` bytes.
 * The idea is that of CrashMonkey (Mohan et al., OSDI 2018), one layer further up.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { LIFE = 1, OPEN, CLOSE, WRITE, TRUNCATE, SYNC, UNLINK, RENAME, SEND, MAPPED };
enum { CREATED = 1, EMPTIED = 2 };

struct __attribute__((packed)) head {
  uint32_t kind;
  int32_t fd;
  uint64_t at;
  uint32_t length;
};

/* What a file descriptor is known to be. */
enum what { UNKNOWN = 0, OTHER, SOCKET, OURS };

#define MOST_FDS 65536
static unsigned char known[MOST_FDS];
static char names[1024][64];

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_length;
static int record_fd = -1;
static char die_name[64];
static int die_after;

#define REAL(result, name, ...)                                   \
  static result (*real)(__VA_ARGS__);                             \
  if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static long (*real_syscall)(long, ...);

static void stop(const char *why) {
  dprintf(2, "The recorder of the power-cut test cannot go on: %s.\n", why);
  abort();
}

static void put(const void *bytes, size_t length) {
  const char *rest = bytes;
  while (length > 0) {
    long done = real_syscall(SYS_write, record_fd, rest, length);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) stop("its record cannot be written");
    rest += done;
    length -= (size_t)done;
  }
}

static void record(enum kind kind, int fd, uint64_t at, const void *bytes, size_t length) {
  int before = errno;
  struct head head = {kind, fd, at, (uint32_t)length};
  put(&head, sizeof head);
  put(bytes, length);
  errno = before;
}

__attribute__((constructor)) static void begin(void) {
  real_syscall = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  folder = getenv("POWER_FOLDER");
  const char *log = getenv("POWER_LOG");
  if (!folder || !log) return;
  folder_length = strlen(folder);
  const char *die = getenv("POWER_DIE");
  if (die && sscanf(die, "%63s %d", die_name, &die_after) != 2) stop("POWER_DIE is not understood");
  record_fd = (int)real_syscall(SYS_openat, AT_FDCWD, log,
                                O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (record_fd < 0) stop("its record cannot be opened");
  record(LIFE, (int)getpid(), 0, "", 0);
}

/* The name of a path in the folder; "." for the folder itself; NULL for everything else. */
static const char *name_of(const char *path) {
  if (record_fd < 0 || !path || strncmp(path, folder, folder_length) != 0) return NULL;
  if (path[folder_length] == '\0') return ".";
  if (path[folder_length] != '/') return NULL;
  const char *name = path + folder_length + 1;
  size_t length = strlen(name);
  if (length == 0 || strchr(name, '/')) return NULL;
  if (length > 4 && strcmp(name + length - 4, "-shm") == 0) return NULL;
  if (length >= sizeof names[0]) stop("a file name is too long");
  return name;
}

static int is_ours(int fd) { return fd >= 0 && fd < MOST_FDS && known[fd] == OURS; }

static int is_socket(int fd) {
  if (record_fd < 0 || fd < 0 || fd >= MOST_FDS || fd == record_fd) return 0;
  if (known[fd] == UNKNOWN) {
    struct stat status;
    known[fd] = fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode) ? SOCKET : OTHER;
  }
  return known[fd] == SOCKET;
}

static void closed(int fd) {
  if (fd < 0 || fd >= MOST_FDS) return;
  if (known[fd] >= SOCKET) record(CLOSE, fd, 0, "", 0);
  known[fd] = UNKNOWN;
}

/* Opening, closing */

static int opened(int (*real)(int, const char *, int, ...), int at, const char *path, int flags,
                  mode_t mode) {
  const char *name = name_of(path);
  if (!name) return real(at, path, flags, mode);
  pthread_mutex_lock(&lock);
  int existed = faccessat(at, path, F_OK, 0) == 0;
  int fd = real(at, path, flags, mode);
  if (fd >= 0) {
    if (fd >= 1024) stop("too many files are open");
    known[fd] = OURS;
    strcpy(names[fd], name);
    uint64_t how = (existed ? 0 : CREATED) | (flags & O_TRUNC ? EMPTIED : 0);
    record(OPEN, fd, how, name, strlen(name));
  }
  pthread_mutex_unlock(&lock);
  return fd;
}

#define MODE                                \
  mode_t mode = 0;                          \
  if (flags & (O_CREAT | O_TMPFILE)) {      \
    va_list rest;                           \
    va_start(rest, flags);                  \
    mode = va_arg(rest, mode_t);            \
    va_end(rest);                           \
  }

int openat(int at, const char *path, int flags, ...) {
  MODE
  REAL(int, "openat", int, const char *, int, ...);
  return opened(real, at, path, flags, mode);
}

int openat64(int at, const char *path, int flags, ...) {
  MODE
  REAL(int, "openat64", int, const char *, int, ...);
  return opened(real, at, path, flags, mode);
}

int open(const char *path, int flags, ...) {
  MODE
  return openat(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE
  return openat64(AT_FDCWD, path, flags, mode);
}

int close(int fd) {
  REAL(int, "close", int);
  pthread_mutex_lock(&lock);
  closed(fd);
  pthread_mutex_unlock(&lock);
  return real(fd);
}

/* libuv closes with syscall(SYS_close). */
long syscall(long number, ...) {
  va_list rest;
  va_start(rest, number);
  long a = va_arg(rest, long), b = va_arg(rest, long), c = va_arg(rest, long);
  long d = va_arg(rest, long), e = va_arg(rest, long), f = va_arg(rest, long);
  va_end(rest);
  if (!real_syscall) real_syscall = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  if (number == SYS_close) {
    pthread_mutex_lock(&lock);
    closed((int)a);
    pthread_mutex_unlock(&lock);
  }
  return real_syscall(number, a, b, c, d, e, f);
}

/* Writing */

/* Records the first `done` bytes of some parts. */
static void parts(enum kind kind, int fd, uint64_t at, const struct iovec *part, int count,
                  ssize_t done) {
  for (int i = 0; i < count && done > 0; i += 1) {
    size_t length = part[i].iov_len < (size_t)done ? part[i].iov_len : (size_t)done;
    if (length == 0) continue;
    record(kind, fd, at, part[i].iov_base, length);
    at += length;
    done -= (ssize_t)length;
  }
}

static uint64_t place_of(int fd) {
  int before = errno;
  int flags = fcntl(fd, F_GETFL);
  off_t at = lseek(fd, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
  errno = before;
  return at < 0 ? 0 : (uint64_t)at;
}

/* Does `CALL` and records its parts, when it is about one of our files or a socket. */
#define WRITTEN(CALL, FD, AT, PART, COUNT)                                  \
  do {                                                                      \
    int ours = is_ours(FD);                                                 \
    if (!ours && !is_socket(FD)) return CALL;                               \
    pthread_mutex_lock(&lock);                                              \
    uint64_t at_ = ours ? (AT) : 0;                                         \
    ssize_t done_ = CALL;                                                   \
    if (done_ > 0) parts(ours ? WRITE : SEND, FD, at_, PART, COUNT, done_); \
    pthread_mutex_unlock(&lock);                                            \
    return done_;                                                           \
  } while (0)

ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(ssize_t, "write", int, const void *, size_t);
  struct iovec part = {(void *)bytes, length};
  WRITTEN(real(fd, bytes, length), fd, place_of(fd), &part, 1);
}

ssize_t writev(int fd, const struct iovec *part, int count) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  WRITTEN(real(fd, part, count), fd, place_of(fd), part, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  struct iovec part = {(void *)bytes, length};
  WRITTEN(real(fd, bytes, length, at), fd, (uint64_t)at, &part, 1);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
  return pwrite64(fd, bytes, length, at);
}

ssize_t pwritev(int fd, const struct iovec *part, int count, off_t at) {
  REAL(ssize_t, "pwritev", int, const struct iovec *, int, off_t);
  WRITTEN(real(fd, part, count, at), fd, (uint64_t)at, part, count);
}

ssize_t send(int fd, const void *bytes, size_t length, int flags) {
  REAL(ssize_t, "send", int, const void *, size_t, int);
  struct iovec part = {(void *)bytes, length};
  WRITTEN(real(fd, bytes, length, flags), fd, 0, &part, 1);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  REAL(ssize_t, "sendmsg", int, const struct msghdr *, int);
  WRITTEN(real(fd, message, flags), fd, 0, message->msg_iov, (int)message->msg_iovlen);
}

int ftruncate64(int fd, off64_t length) {
  REAL(int, "ftruncate64", int, off64_t);
  if (!is_ours(fd)) return real(fd, length);
  pthread_mutex_lock(&lock);
  int failed = real(fd, length);
  if (!failed) record(TRUNCATE, fd, (uint64_t)length, "", 0);
  pthread_mutex_unlock(&lock);
  return failed;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

void *mmap64(void *address, size_t length, int protection, int flags, int fd, off64_t at) {
  REAL(void *, "mmap64", void *, size_t, int, int, int, off64_t);
  if (is_ours(fd) && (flags & MAP_SHARED) && (protection & PROT_WRITE)) {
    pthread_mutex_lock(&lock);
    record(MAPPED, fd, (uint64_t)at, "", 0);
    pthread_mutex_unlock(&lock);
  }
  return real(address, length, protection, flags, fd, at);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t at) {
  return mmap64(address, length, protection, flags, fd, at);
}

/* Making it last */

static int synced(int (*real)(int), int fd) {
  if (!is_ours(fd)) return real(fd);
  pthread_mutex_lock(&lock);
  if (die_after > 0 && strcmp(names[fd], die_name) == 0 && --die_after == 0) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
  int failed = real(fd);
  if (!failed) record(SYNC, fd, 0, "", 0);
  pthread_mutex_unlock(&lock);
  return failed;
}

int fsync(int fd) {
  REAL(int, "fsync", int);
  return synced(real, fd);
}

int fdatasync(int fd) {
  REAL(int, "fdatasync", int);
  return synced(real, fd);
}

/* Names */

int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  const char *name = name_of(path);
  if (!name) return real(path);
  pthread_mutex_lock(&lock);
  int failed = real(path);
  if (!failed) record(UNLINK, -1, 0, name, strlen(name));
  pthread_mutex_unlock(&lock);
  return failed;
}

int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  const char *before = name_of(from), *after = name_of(to);
  if (!before && !after) return real(from, to);
  if (!before || !after) stop("a file was moved into the folder or out of it");
  pthread_mutex_lock(&lock);
  int failed = real(from, to);
  char both[128];
  int length = snprintf(both, sizeof both, "%s/%s", before, after);
  if (!failed) record(RENAME, -1, 0, both, (size_t)length);
  pthread_mutex_unlock(&lock);
  return failed;
}
