// One line of activity: who, what, from which value to which, and when.
import type { ActivityLine, ActivityPart, ActivityValue, Project } from '@planwright/engine';
import {
  ArrowRight,
  CirclePlus,
  FilePenLine,
  GitMerge,
  MessageSquare,
  Paperclip,
  PencilLine,
  RotateCcw,
  Tag,
  Trash2,
} from 'lucide-react';
import type { ReactNode } from 'react';

import { formatAgo, formatInstant } from '../format.ts';
import { useQuery } from '../store/hooks.ts';
import { openDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import styles from './line.module.css';
import { ToldValue } from './told-value.tsx';

interface LineProps {
  readonly line: ActivityLine;
  readonly project: Project;
  readonly editable: boolean;
  /** Milliseconds UTC. */
  readonly now: number;
}

export function Line({ line: { by, at, parts }, project, editable, now }: LineProps) {
  const name = useQuery((tables) => tables.get('user', by)?.name, [by]);
  const [first] = parts;
  return (
    <li className={styles.line}>
      <span className={styles.mark}>{first !== undefined && <Mark part={first} />}</span>
      <div className={styles.told}>
        <span className={styles.who}>{name ?? strings.item.someone}</span>{' '}
        {parts.length === 1 && first !== undefined ? (
          <Part part={first} project={project} editable={editable} />
        ) : (
          <>
            {strings.activity.changed(parts.length)}
            <ul className={styles.parts}>
              {parts.map((part) => (
                <li key={`${part.row} ${part.field ?? part.verb}`}>
                  <Part part={part} project={project} editable={editable} listed />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <time className={styles.when} dateTime={new Date(at).toISOString()} title={formatInstant(at)}>
        {formatAgo(at, now)}
      </time>
    </li>
  );
}

/** What kind of thing happened, at a glance. The words beside it say it. */
function Mark({ part: { verb, field, subject, after } }: { readonly part: ActivityPart }) {
  const size = 13;
  if (subject.table === 'comment') return <MessageSquare size={size} aria-hidden />;
  if (subject.table === 'attachment') return <Paperclip size={size} aria-hidden />;
  if (subject.table === 'dependency') return <GitMerge size={size} aria-hidden />;
  if (verb === 'created') return <CirclePlus size={size} aria-hidden />;
  if (verb === 'deleted') return <Trash2 size={size} aria-hidden />;
  if (verb === 'restored') return <RotateCcw size={size} aria-hidden />;
  if (field === 'labels') return <Tag size={size} aria-hidden />;
  if (after.kind === 'revision') return <FilePenLine size={size} aria-hidden />;
  return <PencilLine size={size} aria-hidden />;
}

interface PartProps {
  readonly part: ActivityPart;
  readonly project: Project;
  readonly editable: boolean;
  /** It stands in a list under who did it, so that it needs no verb. */
  readonly listed?: boolean;
}

function Part({ part, project, editable, listed = false }: PartProps) {
  const { subject, verb, field, before, after } = part;
  const words = strings.activity;
  if (field === null) {
    switch (subject.table) {
      case 'dependency':
        return (
          <>
            {verb === 'deleted' || verb === 'purged' ? words.unlinked : words.linked}{' '}
            {words.relations[subject.relation]}{' '}
            <ToldValue value={subject.other} project={project} />
          </>
        );
      case 'attachment':
        return (
          <>
            {words.attachment[verb]}{' '}
            {subject.name !== null && <span className={styles.value}>{subject.name}</span>}
          </>
        );
      case 'comment':
        return part.imported ? words.comment.imported : words.comment[verb];
      default:
        return part.imported ? words.item.imported : words.item[verb];
    }
  }
  if (after.kind === 'revision') {
    const again = before.kind === 'revision' && before.rev > 0;
    const { document } = after;
    return (
      <>
        {subject.table === 'comment' ? words.comment.edited : words.wrote(again)}{' '}
        {again && (
          <button
            type="button"
            className={styles.open}
            onClick={() => openDialog({ kind: 'textHistory', document, editable })}
          >
            {words.showChange}
          </button>
        )}
      </>
    );
  }
  if (subject.table === 'comment') return words.resolved(after.kind !== 'none');
  if (after.kind === 'labels' && before.kind === 'labels') {
    return <Labels before={before} after={after} />;
  }
  const label = <Field field={field} />;
  if (before.kind === 'none') {
    return (
      <>
        {!listed && `${words.set} `}
        {label} <Arrow listed={listed} /> <ToldValue value={after} project={project} />
      </>
    );
  }
  return (
    <>
      {!listed && `${after.kind === 'none' ? words.cleared : words.changedOne} `}
      {label} <ToldValue value={before} project={project} old />{' '}
      {(after.kind !== 'none' || listed) && (
        <>
          <Arrow listed /> <ToldValue value={after} project={project} />
        </>
      )}
    </>
  );
}

function Field({ field }: { readonly field: string }) {
  const { fields } = strings.activity;
  return <span className={styles.field}>{fields[field as keyof typeof fields] ?? field}</span>;
}

function Arrow({ listed }: { readonly listed: boolean }) {
  if (!listed) return strings.activity.to;
  return (
    <>
      <ArrowRight size={11} className={styles.arrow} aria-hidden />
      <span className="visually-hidden">{strings.activity.to}</span>
    </>
  );
}

type Labelled = Extract<ActivityValue, { kind: 'labels' }>;

function Labels({ before, after }: { readonly before: Labelled; readonly after: Labelled }) {
  const names = ({ labels }: Labelled, other: Labelled): string =>
    labels
      .filter(({ id }) => !other.labels.some((one) => one.id === id))
      .map(({ name }) => name)
      .join(', ');
  const [added, removed] = [names(after, before), names(before, after)];
  const parts: ReactNode[] = [];
  if (added !== '') parts.push(strings.activity.labelled, <Named key="a" names={added} />);
  if (removed !== '') {
    parts.push(strings.activity.unlabelled, <Named key="r" names={removed} />);
  }
  return parts.length === 0 ? strings.activity.relabelled : parts.flatMap((one) => [one, ' ']);
}

function Named({ names }: { readonly names: string }) {
  return <span className={styles.value}>{names}</span>;
}
