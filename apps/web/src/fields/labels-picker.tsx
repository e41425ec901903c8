// The labels of an item: chips, and a list to choose from by name. Who keeps the labels of the project
// makes a new one where it is missed.
import { labelsFor, labelsOf } from '@planwright/engine';
import type { LabelId } from '@planwright/engine';

import { createLabelOn, labelItem } from '../actions/label-edits.ts';
import { sameList, useQuery, useRights, useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import field from '../ui/field.module.css';
import { MultiPicker } from '../ui/multi-picker.tsx';
import { freshColour } from './colours.ts';
import type { EditorProps } from './editors.tsx';
import { LabelChips, LabelDot } from './label-chips.tsx';
import styles from './labels-picker.module.css';

export function LabelsPicker({ item, disabled, begin, onDone, onRefused }: EditorProps) {
  const store = useStore();
  const { administer } = useRights(item.project);
  const chosen = useQuery((tables) => labelsOf(tables, item), [item], sameList);
  const labels = useQuery((tables) => labelsFor(tables, item.project), [item.project], sameList);
  const set = (id: LabelId, on: boolean): void =>
    onRefused(labelItem(store, item, on ? { add: [id] } : { remove: [id] }));
  const make = (name: string): boolean => {
    const refused = createLabelOn(store, item, name, freshColour(labels));
    onRefused(refused);
    return refused === null;
  };
  return (
    <MultiPicker
      label={strings.list.labels}
      said={chosen.map(({ name }) => name).join(', ') || strings.item.labelsNone}
      picks={labels.map(({ id, name, colour }) => ({
        id,
        label: name,
        icon: <LabelDot colour={colour} />,
      }))}
      chosen={chosen.map(({ id }) => id)}
      search={strings.item.labelsSearch}
      nothing={labels.length === 0 ? strings.list.noLabels : strings.item.labelsNothing}
      create={administer ? { label: strings.item.labelCreate, make } : undefined}
      disabled={disabled ?? false}
      begin={begin ?? false}
      onClosed={onDone}
      onChange={(id, on) => {
        const label = labels.find((one) => one.id === id);
        if (label !== undefined) set(label.id, on);
      }}
      className={styles.labels}
    >
      {chosen.length === 0 ? (
        <span className={field.placeholder}>{strings.item.labelsNone}</span>
      ) : (
        <LabelChips labels={chosen} wrap />
      )}
    </MultiPicker>
  );
}
