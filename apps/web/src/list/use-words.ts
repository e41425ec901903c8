// The words of the search: shown as they are typed, and in the address once the typing pauses.
import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 300;

/** `said` is what the address has; `say` puts words into it. */
export function useWords(
  said: string,
  say: (words: string) => void,
): readonly [string, (words: string) => void] {
  const [words, setWords] = useState(said);
  const last = useRef(said);
  const sayNow = useRef(say);
  useEffect(() => {
    sayNow.current = say;
  });
  useEffect(() => {
    if (said === last.current) return;
    last.current = said;
    setWords(said); // back, forward, or a link
  }, [said]);
  useEffect(() => {
    if (words === last.current) return undefined;
    const timer = setTimeout(() => {
      last.current = words.trim() === '' ? '' : words;
      sayNow.current(words);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return [words, setWords];
}
