/** Patching: a method of a class is another one for a while. */

/** Puts `make(original)` in the place of a method; gives the way back. */
export function patched<C extends object, N extends keyof C & string>(
  owner: C,
  name: N,
  make: (original: C[N]) => C[N],
): () => void {
  const original = owner[name];
  owner[name] = make(original);
  return () => {
    owner[name] = original;
  };
}
