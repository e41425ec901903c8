/** Puts something around a method of a class, for every object of it. */

/** Any method, as long as it is one. */
type Method = (this: never, ...values: never[]) => unknown;

/** `make` is given the method as it was and gives the one in its place. */
export function wrap<T extends object, K extends keyof T>(
  on: T,
  name: K,
  make: (original: T[K]) => T[K] & Method,
): void {
  on[name] = make(on[name]);
}
