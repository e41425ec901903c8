// What would come of an import, before anything is done: counts, whose work it is, and damaged texts
// with their repair. What is chosen here goes with the import.
import type { Author, Damage, ImportChoices, UserId } from '@planwright/engine';
import { useState } from 'react';

import type { DryRun as Plan } from '../store/files.ts';
import { usePeople, useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import styles from './import-dialog.module.css';
import { ReportLists } from './report-view.tsx';

interface DryRunProps {
  readonly name: string;
  readonly plan: Plan;
  readonly error: string | null;
  readonly onCancel: () => void;
  /** Other choices: what would come of them is wanted. */
  readonly onChoose: (choices: ImportChoices) => void;
  readonly onImport: (choices: ImportChoices) => void;
}

const WOULD = {
  created: strings.import.wouldCreate,
  changed: strings.import.wouldChange,
  repaired: strings.import.wouldRepair,
};

export function DryRun({ name, plan, error, onCancel, onChoose, onImport }: DryRunProps) {
  const [choices, setChoices] = useState(plan.choices);
  const { repair, people } = choices;
  const [hasChoices] = useState(plan.commands > 0);
  const unknown = plan.authors.filter(({ here }) => here === null);
  const isNothing = plan.commands === 0;
  const choose = (words: Partial<ImportChoices>): void => {
    const now = { ...choices, ...words };
    setChoices(now);
    onChoose(now);
  };
  const chooseWho = (author: string, user: UserId | null): void => {
    const { [author]: _, ...rest } = people;
    choose({ people: user === null ? rest : { ...rest, [author]: user } });
  };
  return (
    <div className={styles.report}>
      <p className={styles.name}>{isNothing ? strings.import.nothingNew(name) : name}</p>
      <ReportLists report={plan.report} titles={WOULD} />
      {hasChoices && unknown.length > 0 && (
        <section>
          <h3 className={styles.heading}>{strings.import.authors}</h3>
          <p className={styles.text}>{strings.import.authorsText}</p>
          <ul className={styles.authors}>
            {unknown.map((author) => (
              <AuthorChoice
                key={author.id}
                author={author}
                chosen={people[author.id] ?? null}
                onChoose={(user) => chooseWho(author.id, user)}
              />
            ))}
          </ul>
        </section>
      )}
      {hasChoices && plan.damage.times.length > 0 && (
        <Repair damage={plan.damage} checked={repair} onChange={(repair) => choose({ repair })} />
      )}
      {error !== null && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
      <div className={styles.foot}>
        <Button onClick={onCancel}>{isNothing ? strings.close : strings.import.cancel}</Button>
        {!isNothing && (
          <Button tone="primary" data-first-focus onClick={() => onImport(choices)}>
            {strings.import.start}
          </Button>
        )}
      </div>
    </div>
  );
}

interface AuthorChoiceProps {
  readonly author: Author;
  readonly chosen: UserId | null;
  readonly onChoose: (user: UserId | null) => void;
}

const NEW = 'new';

function AuthorChoice({ author, chosen, onChoose }: AuthorChoiceProps) {
  const { me } = useStore();
  const people = usePeople().toSorted((a, b) => Number(b.id === me) - Number(a.id === me));
  const choices = [
    { value: NEW, label: strings.import.newPerson(author.name) },
    ...people.map((person) => ({
      value: person.id as string,
      label: person.id === me ? strings.import.me(person.name) : person.name,
    })),
  ];
  return (
    <li className={styles.author}>
      <span className={styles.authorName}>
        <code>{author.id}</code>
        <span className={styles.text}>{strings.import.authorRows(author.rows)}</span>
      </span>
      <Select
        label={strings.import.authorIs(author.id)}
        look="boxed"
        value={chosen ?? NEW}
        choices={choices}
        onChange={(value) => onChoose(value === NEW ? null : (value as UserId))}
      />
    </li>
  );
}

interface RepairProps {
  readonly damage: Damage;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Repair({ damage, checked, onChange }: RepairProps) {
  const texts = damage.times.reduce((sum, count) => sum + count, 0);
  return (
    <section>
      <h3 className={styles.heading}>{strings.import.damage}</h3>
      <label className={styles.repair}>
        <input
          type="checkbox"
          checked={checked}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
        <span>
          {strings.import.repair(texts)}
          <span className={styles.text}> {strings.import.repairText(damage.times)}</span>
        </span>
      </label>
      <table className={styles.pairs}>
        <thead>
          <tr>
            <th scope="col">{strings.import.inFile}</th>
            <th scope="col">{strings.import.asRepaired}</th>
          </tr>
        </thead>
        <tbody>
          {damage.pairs.map(({ before, after }) => (
            <tr key={before}>
              <td>{before}</td>
              <td>{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.text}>
        {damage.known ? strings.import.damageKnown : strings.import.damageUnknown}
      </p>
    </section>
  );
}
