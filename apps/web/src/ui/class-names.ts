/**
 * Joins class names, leaving out what is false or missing.
 *
 *     classNames('card', selected && 'selected')
 */
export function classNames(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
