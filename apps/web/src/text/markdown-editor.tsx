// The field that Markdown is written in, whoever's text it is: a description, a comment. It tells each
// key, says when it is time to save, and never throws a word away: Esc and Done hand the text over.
import type { ClipboardEvent, DragEvent } from 'react';
import { Suspense, useId, useRef, useState } from 'react';

import { attachHere, markdownOf } from '../store/attaching.ts';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { chunk } from '../ui/chunk.tsx';
import { classNames } from '../ui/class-names.ts';
import { GrowingText } from '../ui/growing-text.tsx';
import { useAutosave } from './autosave.ts';
import styles from './markdown-editor.module.css';
import { MarkdownView } from './markdown-view.tsx';
import { useMentions } from './use-mentions.ts';

const MentionList = chunk(async () => (await import('./mention-list.tsx')).MentionList);

export interface MarkdownEditorProps {
  /** What a screen reader calls the field. */
  readonly label: string;
  readonly placeholder: string;
  /** The text when writing begins: a draft, or what is there. */
  readonly initial: string;
  /** Each key: for a draft. */
  readonly onType?: ((text: string) => void) | undefined;
  /**
   * Time to save what was typed: the field was left, two seconds without a key, ten seconds with
   * them. Left out where a text is only saved when it is done.
   */
  readonly onSave?: ((text: string) => void) | undefined;
  /** The field is left, after `onSave`: for another one, for the preview, not for another window. */
  readonly onLeave?: (() => void) | undefined;
  /** Done, Ctrl+Enter: after `onSave`. Esc too, where that has nothing else to do. */
  readonly onDone: (text: string) => void;
  /** Esc, and a button beside Done: the text stays the caller's draft. */
  readonly onCancel?: ((text: string) => void) | undefined;
  /** Does Esc only leave the field? For what must not be sent by it, and cannot be put away. */
  readonly escLeaves?: boolean | undefined;
  /** Why the text cannot be saved as it is; null when nothing is wrong. */
  readonly problem?: string | null | undefined;
  readonly doneLabel?: string | undefined;
  /** Done cannot be pressed while there is nothing to send. */
  readonly needsText?: boolean | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly className?: string | undefined;
}

export function MarkdownEditor({
  label,
  placeholder,
  initial,
  onType,
  onSave,
  onLeave,
  onDone,
  onCancel,
  escLeaves = false,
  problem = null,
  doneLabel = strings.text.done,
  needsText = false,
  autoFocus = true,
  className,
}: MarkdownEditorProps) {
  const store = useStore();
  const [text, setText] = useState(initial);
  const [isPreview, setPreview] = useState(false);
  const typed = useRef(initial);
  const hint = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const mentions = useMentions((from, to, words) => insert(words, from, to));
  const { at } = mentions;
  const autosave = useAutosave(() => onSave?.(typed.current));
  const isEmpty = needsText && text.trim() === '';

  const take = (next: string): void => {
    typed.current = next;
    setText(next);
    onType?.(next);
    autosave.touch();
  };

  /** Puts words in the place of what is selected, or of another part, and the caret after them. */
  function insert(words: string, from?: number, to?: number): void {
    const { current } = field;
    if (current === null) return;
    const { selectionStart, selectionEnd } = current;
    current.setRangeText(words, from ?? selectionStart, to ?? selectionEnd, 'end');
    take(current.value);
  }

  const leave = (): void => {
    autosave.flush();
    onLeave?.();
  };

  const finish = (): void => {
    if (isEmpty) return;
    autosave.flush();
    onDone(typed.current);
  };

  /** Files that are pasted or dropped are attached, and stand in the text. */
  const takeFiles = (event: ClipboardEvent | DragEvent): void => {
    const given = 'clipboardData' in event ? event.clipboardData : event.dataTransfer;
    if (given.files.length === 0 || given.types.includes('text/plain')) return;
    if (event.currentTarget.closest('[role="dialog"]') !== null) return;
    const uploads = attachHere(store, given.files);
    if (uploads === null) return;
    event.preventDefault();
    event.nativeEvent.stopPropagation();
    insert(uploads.map(markdownOf).join('\n'));
  };

  return (
    <div className={classNames(styles.editor, className)}>
      <div className={styles.tabs} role="group" aria-label={strings.text.mode}>
        {([false, true] as const).map((preview) => (
          <button
            key={String(preview)}
            type="button"
            aria-pressed={isPreview === preview}
            className={styles.tab}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              if (preview) leave();
              setPreview(preview);
            }}
          >
            {preview ? strings.text.preview : strings.text.write}
          </button>
        ))}
      </div>
      {isPreview ? (
        <div className={styles.preview}>
          {text.trim() === '' ? (
            <p className={styles.note}>{strings.text.nothing}</p>
          ) : (
            <MarkdownView text={text} />
          )}
        </div>
      ) : (
        <GrowingText
          ref={field}
          autoFocus={autoFocus}
          aria-label={label}
          aria-invalid={problem !== null}
          aria-describedby={hint}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={at === null ? undefined : mentions.listId}
          aria-activedescendant={at === null ? undefined : mentions.optionId(mentions.active)}
          className={styles.field}
          textClassName={styles.input}
          placeholder={placeholder}
          value={text}
          onChange={(event) => {
            take(event.currentTarget.value);
            mentions.typed(event.currentTarget);
          }}
          onSelect={(event) => mentions.moved(event.currentTarget)}
          onBlur={({ currentTarget }) => {
            mentions.moved(null);
            if (document.activeElement === currentTarget) autosave.flush();
            else leave();
          }}
          data-takes-files
          onPaste={takeFiles}
          onDrop={takeFiles}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || mentions.takes(event)) return;
            const isEscape = event.key === 'Escape';
            if (!isEscape && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return;
            event.preventDefault();
            event.stopPropagation();
            if (isEscape && escLeaves) event.currentTarget.blur();
            else if (isEscape && onCancel !== undefined) onCancel(typed.current);
            else finish();
          }}
        />
      )}
      <Suspense>
        {at !== null && <MentionList field={field} at={at} mentions={mentions} />}
      </Suspense>
      <span role="status" className="visually-hidden">
        {at !== null && strings.text.offered(mentions.people.length)}
      </span>
      <footer className={styles.foot}>
        {problem === null ? (
          <span id={hint} className={styles.note}>
            {onSave === undefined ? strings.text.markdown : strings.text.markdownSaves}
          </span>
        ) : (
          <span id={hint} role="alert" className={styles.error}>
            {problem}
          </span>
        )}
        <span className={styles.actions}>
          {onCancel !== undefined && (
            <Button size="s" onClick={() => onCancel(typed.current)}>
              {strings.text.cancel}
            </Button>
          )}
          <Button size="s" disabled={isEmpty} onClick={finish}>
            {doneLabel}
          </Button>
        </span>
      </footer>
    </div>
  );
}
