// What a person wrote in an edit, so that it can be taken out of a refused one.
import type { Command } from '@planwright/engine';

/** The words in a command, longest field first; null where it has none. */
export function textOf(command: Command): string | null {
  switch (command.kind) {
    case 'document.edit':
      return command.args.patch.map(([, , inserted]) => inserted).join('\n') || null;
    case 'workItem.create':
      return [command.args.title, command.args.description].filter(Boolean).join('\n\n');
    case 'comment.create':
      return command.args.text;
    case 'workItem.edit':
    case 'project.edit':
      return command.args.title ?? null;
    case 'project.create':
      return command.args.title;
    case 'state.create':
      return command.args.name;
    case 'state.edit':
      return command.args.name ?? null;
    default:
      return null;
  }
}
