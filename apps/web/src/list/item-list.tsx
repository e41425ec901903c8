// The items of a project as a table: a tree, or groups of trees, of which what is in sight is drawn.
// What it shows stands in the address; what is folded, selected and edited is this screen's own.
import type { Project, WorkItemId } from '@planwright/engine';
import { ListView, WHOLE, asksFor, rowsOf } from '@planwright/engine';
import type { CSSProperties } from 'react';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';

import { ItemContextMenu } from '../actions/item-menu.tsx';
import type { ListChoice, ListSearch } from '../actions/list-search.ts';
import { FIRST_COLUMNS, NARROW_COLUMNS, searchOf } from '../actions/list-search.ts';
import { referenceIn, useNavigation } from '../actions/place.ts';
import { BulkBar } from '../fields/bulk-bar.tsx';
import { useBulk } from '../fields/use-bulk.ts';
import { useStore, useView } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useMedia } from '../ui/use-media.ts';
import { widthsOf } from './columns.ts';
import { focusRow, useCursor, useFocusAt } from './cursor.ts';
import styles from './item-list.module.css';
import { ListBar } from './list-bar.tsx';
import { useListDesk } from './list-desk.ts';
import { ListHead } from './list-head.tsx';
import { ListRows } from './list-rows.tsx';
import { rememberView, useChoice, useFilter, useFolds } from './remembered-list.ts';
import type { Selection } from './selection.ts';
import { NOTHING } from './selection.ts';
import type { ListKit } from './use-steps.ts';
import { useStable } from './use-stable.ts';
import { useSteps } from './use-steps.ts';
import { useWords } from './use-words.ts';

interface ItemListProps {
  readonly project: Project;
  /** The item that is open beside the list. */
  readonly open: WorkItemId | null;
  /** What the address says of the list, and of the open item. */
  readonly view: ListSearch;
  readonly reference: string | undefined;
}

/** Heights of a row for a pointer and for a finger, and of the heads of the columns, pixels. */
const ROW = 34;
const FINGER_ROW = 44;
const HEAD = 32;

export function ItemList({ project, open, view: search, reference }: ItemListProps) {
  const store = useStore();
  const { go } = useNavigation();
  const address = useCallback(
    (next: ListSearch, replace: boolean): void => {
      const item = reference === undefined ? {} : { item: reference };
      go({ to: 'list', key: project.key, view: next, ...item }, { replace });
    },
    [go, project.key, reference],
  );
  const choice = useChoice(
    project.id,
    search,
    useCallback((remembered: ListSearch) => address(remembered, true), [address]),
  );
  // The bar and the heads of the columns show a choice in the frame of the click; the rows follow.
  const drawn = useDeferredValue(choice);
  const narrow = useMedia('(max-width: 640px)');
  const height = useMedia('(pointer: coarse)') ? FINGER_ROW : ROW;
  const first = narrow ? NARROW_COLUMNS : FIRST_COLUMNS;
  const columns = drawn.columns ?? first;
  const desk = useListDesk(project, columns, narrow);

  const [words, setWords] = useWords(choice.words, (said) =>
    address(searchOf({ ...choice, words: said }), true),
  );
  const choose = (part: Partial<ListChoice>): void => {
    const next = { ...choice, words, ...part };
    rememberView(project.id, next, part);
    address(searchOf(next), false);
  };
  const sought = useDeferredValue(words);

  const listing = useView(`list ${project.id}`, (tables) => new ListView(tables, project.id));
  const list = useMemo(
    () => listing.arranged(drawn.sort, drawn.group),
    [listing, drawn.sort, drawn.group],
  );
  const [folded, fold] = useFolds(project.id);
  const filter = useFilter(drawn, sought);
  const rows = useMemo(() => rowsOf(list, filter, folded), [list, filter, folded]);
  const count = useMemo(
    () =>
      rows.reduce((sum, row) => {
        if (row.kind === 'group') return sum + row.count;
        return drawn.group === 'none' && row.depth === 0 ? sum + 1 + row.below : sum;
      }, 0),
    [rows, drawn.group],
  );

  const scroller = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const [selection, setSelection] = useState(NOTHING);
  const itemsIn = useCallback(
    (ids: Selection['ids']) => [...ids].flatMap((id) => list.get(id)?.item ?? []),
    [list],
  );
  const marked = useDeferredValue(selection.ids); // the rows come first, then the bar
  const selected = useMemo(() => itemsIn(marked), [itemsIn, marked]);

  const cursor = useCursor({ scroller, rows, height, head: HEAD, open });
  const place = useFocusAt(cursor, columns);

  const ordered = () => {
    const items = itemsIn(selection.ids);
    const chosen = new Map(items.map((item) => [item.id as string, item]));
    const listed = rows.flatMap(({ id }) => chosen.get(id) ?? []);
    return [...new Set([...listed, ...items])];
  };
  const bulk = useBulk({
    project,
    items: () => itemsIn(selection.ids),
    inOrder: ordered,
    onDeleted: () => setSelection(NOTHING),
  });
  const kit: ListKit = {
    rows,
    columns,
    editable: desk.editable,
    cursor,
    selection,
    setSelection,
    fold,
    openItem: (id) => {
      const item = store.tables.get('workItem', id);
      if (item !== undefined)
        go({ to: 'item', key: project.key, item: referenceIn(project.key, item) });
    },
    copy: bulk.copy,
    remove: bulk.remove,
  };
  const { editing, onDone, handlers } = useSteps(kit);

  const stable = useStable({
    choose,
    sort: (sort: ListChoice['sort']) => choose({ sort }),
    leave: () => cursor.take(),
  });
  const widths = useMemo(() => widthsOf(columns, narrow), [columns, narrow]);
  const style = {
    '--columns': widths.template,
    '--row-height': `${height}px`,
    '--head-height': `${HEAD}px`,
    minWidth: `${widths.least}px`,
  } as CSSProperties;
  const reset = useCallback(() => setWords(''), [setWords]);
  const filtered = drawn.hideDone || sought !== '' || asksFor(drawn);

  return (
    <div className={styles.list}>
      <ListBar
        choice={choice}
        labels={desk.labels}
        columns={choice.columns ?? first}
        words={words}
        search={searchField}
        count={count}
        onWords={setWords}
        onChoose={stable.choose}
        onLeave={stable.leave}
      />
      <ItemContextMenu
        project={project}
        area={
          <div ref={scroller} className={styles.scroller} data-list>
            <div
              ref={place}
              role="treegrid"
              aria-label={strings.list.title(project.title)}
              aria-multiselectable
              aria-rowcount={rows.length + 1}
              aria-colcount={columns.length + 1}
              className={styles.grid}
              style={style}
              {...handlers}
            >
              <ListHead columns={columns} sort={choice.sort} narrow={narrow} onSort={stable.sort} />
              <ListRows
                rows={rows}
                group={drawn.group}
                desk={desk}
                height={height}
                head={HEAD}
                width={widths.least}
                at={cursor.at}
                stop={cursor.stop}
                selected={selection.ids}
                open={open}
                editing={editing}
                onDone={onDone}
              />
            </div>
            {rows.length === 0 && (
              <EmptyState
                title={filtered ? strings.list.nothing : strings.list.empty}
                actions={
                  filtered && (
                    <Button
                      onClick={() => {
                        reset();
                        choose({ ...WHOLE, hideDone: false });
                      }}
                    >
                      {strings.list.showAll}
                    </Button>
                  )
                }
              >
                {filtered ? strings.list.nothingText : strings.list.emptyText}
              </EmptyState>
            )}
          </div>
        }
      />
      {selected.length > 0 && (
        <BulkBar
          project={project.id}
          items={selected}
          labels={[...desk.labels.values()]}
          editable={desk.editable}
          bulk={bulk}
          onClear={() => {
            setSelection(NOTHING);
            focusRow(scroller.current, cursor.row);
          }}
        />
      )}
    </div>
  );
}
