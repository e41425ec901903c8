// The field that Markdown is written in, whoever's text it is: a description, a comment. It tells each
// key, says when it is time to save, and never throws a word away: Esc and Done hand the text over.
import type { ClipboardEvent, DragEvent } from 'react';
import { useId, useRef, useState } from 'react';

import { attachHere, markdownOf } from '../store/attaching.ts';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { GrowingText } from '../ui/growing-text.tsx';
import { useAutosave } from './autosave.ts';
import styles from './markdown-editor.module.css';
import { MarkdownView } from './markdown-view.tsx';

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
  /** Done, Ctrl+Enter: after `onSave`. Esc too, where there is no `onCancel`. */
  readonly onDone: (text: string) => void;
  /** Esc, and a button beside Done: the text stays the caller's draft. */
  readonly onCancel?: ((text: string) => void) | undefined;
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
  onDone,
  onCancel,
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
  const autosave = useAutosave(() => onSave?.(typed.current));
  const isEmpty = needsText && text.trim() === '';

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
    insert(event.currentTarget as HTMLTextAreaElement, uploads.map(markdownOf).join('\n'));
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
            onClick={() => setPreview(preview)}
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
          autoFocus={autoFocus}
          aria-label={label}
          aria-invalid={problem !== null}
          aria-describedby={hint}
          className={styles.field}
          textClassName={styles.input}
          placeholder={placeholder}
          value={text}
          onChange={(event) => {
            typed.current = event.currentTarget.value;
            setText(typed.current);
            onType?.(typed.current);
            autosave.touch();
          }}
          onBlur={autosave.flush}
          data-takes-files
          onPaste={takeFiles}
          onDrop={takeFiles}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            const isEscape = event.key === 'Escape';
            if (!isEscape && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return;
            event.preventDefault();
            event.stopPropagation();
            if (isEscape && onCancel !== undefined) onCancel(typed.current);
            else finish();
          }}
        />
      )}
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

/** Puts words at the caret, in the place of what is selected, as if they had been typed. */
function insert(field: HTMLTextAreaElement, words: string): void {
  field.setRangeText(words, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
}
