// The properties of an item, each edited where it stands. What the engine refuses is said beside it.
import type { ItemDetail, Tables, WorkItem } from '@planwright/engine';
import { LEVEL, idOf, keyOf } from '@planwright/engine';
import { useMemo, useState } from 'react';

import { reparentItem } from '../actions/edits.ts';
import {
  AssigneePicker,
  DueDateInput,
  EstimateInput,
  PointsInput,
  PrioritySelect,
  StartDateInput,
  StateSelect,
  TypeSelect,
} from '../fields/editors.tsx';
import { LabelsPicker } from '../fields/labels-picker.tsx';
import { Property } from '../fields/property.tsx';
import { useQuery, useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Picker } from '../ui/picker.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import styles from './properties.module.css';

interface PropertiesProps {
  readonly detail: ItemDetail;
  readonly editable: boolean;
}

/** The controls in their order; each says in which field it is refused. */
const EDITORS = [
  { label: strings.item.state, Editor: StateSelect },
  { label: strings.item.priority, Editor: PrioritySelect },
  { label: strings.item.type, Editor: TypeSelect },
  { label: strings.item.assignee, Editor: AssigneePicker },
  { label: strings.item.points, Editor: PointsInput },
  { label: strings.item.estimate, Editor: EstimateInput },
  { label: strings.item.startDate, Editor: StartDateInput },
  { label: strings.item.dueDate, Editor: DueDateInput },
] as const;

export function Properties({ detail: { item }, editable }: PropertiesProps) {
  const [refused, setRefused] = useState<{ readonly label: string; readonly why: string } | null>(
    null,
  );
  return (
    <div className={styles.properties}>
      {EDITORS.map(({ label, Editor }) => (
        <Property key={label} label={label} error={refused?.label === label ? refused.why : null}>
          <Editor
            item={item}
            disabled={!editable}
            onRefused={(why) =>
              setRefused((last) =>
                why !== null ? { label, why } : last?.label === label ? null : last,
              )
            }
          />
        </Property>
      ))}
      <div className={styles.wide}>
        <LabelsProperty item={item} editable={editable} />
      </div>
      {LEVEL[item.type] > 0 && (
        <div className={styles.wide}>
          <ParentProperty item={item} editable={editable} />
        </div>
      )}
    </div>
  );
}

function LabelsProperty({
  item,
  editable,
}: {
  readonly item: WorkItem;
  readonly editable: boolean;
}) {
  const [error, setError] = useState<string | null>(null);
  return (
    <Property label={strings.list.labels} error={error}>
      <LabelsPicker item={item} disabled={!editable} onRefused={setError} />
    </Property>
  );
}

function ParentProperty({
  item,
  editable,
}: {
  readonly item: WorkItem;
  readonly editable: boolean;
}) {
  const store = useStore();
  const [error, setError] = useState<string | null>(null);
  const parent = useQuery(
    (tables) => (item.parent === null ? undefined : tables.get('workItem', item.parent)),
    [item.parent],
  );
  // Only while it is open: a list of thousands must not follow every edit.
  const [candidates, setCandidates] = useState<readonly WorkItem[] | null>(null);
  const picks = useMemo(() => {
    const shown = candidates ?? (parent === undefined ? [] : [parent]);
    return shown.map((one) => ({
      id: one.id,
      label: one.title,
      hint: keyOf(store.tables, one),
      icon: <TypeIcon type={one.type} />,
    }));
  }, [candidates, parent, store]);
  return (
    <Property label={strings.item.parent} error={error}>
      <Picker
        label={strings.item.parent}
        value={item.parent}
        picks={picks}
        onOpen={() => setCandidates(parentsFor(store.tables, item))}
        onClosed={() => setCandidates(null)}
        none={strings.item.parentNone}
        search={strings.item.parentSearch}
        nothing={strings.item.parentNothing}
        disabled={!editable}
        onChange={(id) =>
          setError(reparentItem(store, item, id === null ? null : idOf<'workItem'>(id)))
        }
      />
    </Property>
  );
}

/** The items that may stand above this one. */
function parentsFor(tables: Tables, item: WorkItem): readonly WorkItem[] {
  return [...tables.list('workItem', 'byProject', item.project)].filter(
    (one) => one.deletedAt === null && LEVEL[one.type] < LEVEL[item.type],
  );
}
