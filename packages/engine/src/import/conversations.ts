/** The part of a plan that brings over what is said about items, and how they stand to each other. */
import type { DependencyKind } from '../entity/dependency.ts';
import { idOf } from '../lib/id.ts';
import { atOf } from './items.ts';
import type { People } from './people.ts';
import type { Sheet } from './sheet.ts';
import type { Texts } from './texts.ts';

const KIND: Readonly<Record<string, DependencyKind>> = {
  blocks: 'blocks',
  relates_to: 'relates',
  relates: 'relates',
  duplicates: 'duplicates',
};

/** Plans the comments of the file, in the order in which they were written. */
export function planComments(sheet: Sheet, texts: Texts, people: People): void {
  const comments = (sheet.file.comments ?? []).map((comment, place) => ({ comment, place }));
  let homeless = 0;
  for (const { comment, place } of comments.toSorted(
    (a, b) => a.comment.created_at - b.comment.created_at,
  )) {
    const at = nameOf(sheet, comment.work_item_id);
    if (at === null) {
      homeless += 1;
      continue;
    }
    const text = texts.body(comment.content, `a comment on ${at}`, 'text');
    const id = idOf<'comment'>(comment.id);
    const here = sheet.cold('comment', id);
    const createdAt = sheet.instant(comment.created_at);
    const updatedAt = sheet.instant(comment.updated_at ?? comment.created_at);
    if (here === undefined && text !== null && text.trim() !== '') {
      sheet.command('comment.import', 'comments', place, {
        id,
        item: idOf<'workItem'>(comment.work_item_id),
        text,
        createdAt,
        editedAt: updatedAt > createdAt ? updatedAt : null,
        parent: null,
        author: people.as('author', comment.created_by).author ?? sheet.me,
      });
      texts.come(comment.content);
      sheet.created('comments');
      continue;
    }
    if (here === undefined) {
      sheet.say(`a comment on ${at}`, 'is empty: left out');
      continue;
    }
    const document = sheet.cold('document', idOf<'document'>(comment.id));
    const isOther = text !== null && text !== (document?.text ?? '');
    if (!isOther || updatedAt <= (here.editedAt ?? here.createdAt)) sheet.unchanged('comments');
    else if ((document?.version ?? 1) > 1 || here.deletedAt !== null) {
      const why = here.deletedAt === null ? 'was edited here since' : 'was deleted here';
      sheet.say(`a comment on ${at}`, `is newer in the file, but ${why}: left as it is`);
      sheet.unchanged('comments');
    } else {
      const by = people.as('updatedBy', comment.updated_by ?? comment.created_by);
      const id = idOf<'document'>(comment.id);
      const inTexts = sheet.file.projects.length + sheet.file.work_items.length + place;
      sheet.command('document.import', 'texts', inTexts, { id, text, updatedAt, ...by });
      texts.come(comment.content);
      sheet.changed('comments');
    }
  }
  sheet.notDone('comments', homeless, 'their item is neither in the file nor here');
}

/** Plans the dependencies of the file; one to an item that is nowhere is listed. */
export function planDependencies(sheet: Sheet): void {
  let homeless = 0;
  for (const [place, dependency] of (sheet.file.dependencies ?? []).entries()) {
    const id = idOf<'dependency'>(dependency.id);
    if (sheet.tables.get('dependency', id) !== undefined) {
      sheet.unchanged('dependencies');
      continue;
    }
    const from = nameOf(sheet, dependency.blocking_item_id);
    const to = nameOf(sheet, dependency.blocked_item_id);
    const kind = KIND[dependency.dependency_type.toLowerCase()];
    if (from === null || to === null) {
      homeless += 1;
      const word = dependency.dependency_type.replaceAll('_', ' ');
      const says = `its dependency (${word}) leads to an item that is neither in the file nor here`;
      sheet.say(from ?? to ?? dependency.id, says);
      continue;
    }
    if (kind === undefined) {
      sheet.say(from, `“${dependency.dependency_type}” is no kind of dependency here: left out`);
      sheet.notDone('dependencies', 1, 'their kind is not known here');
      continue;
    }
    sheet.command('dependency.import', 'dependencies', place, {
      id,
      from: idOf<'workItem'>(dependency.blocking_item_id),
      to: idOf<'workItem'>(dependency.blocked_item_id),
      kind,
      createdAt: sheet.instant(dependency.created_at ?? 0) || sheet.now,
    });
    sheet.created('dependencies');
  }
  sheet.notDone('dependencies', homeless, 'one of their items is neither in the file nor here');
}

/** How a report names the item of this id; null where it is neither in the file nor here. */
function nameOf(sheet: Sheet, id: string): string | null {
  const told = sheet.itemOf(id);
  if (told !== undefined) return atOf(told);
  return sheet.tables.get('workItem', idOf<'workItem'>(id))?.title.slice(0, 40) ?? null;
}
