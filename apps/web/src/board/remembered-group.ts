// The lanes that a person had last on the board of a project: kept in this browser, and taken where an
// address says none.
import type { BoardGroup, ProjectId } from '@planwright/engine';
import { BOARD_GROUPS } from '@planwright/engine';

const KEY = 'planwright.lanes.';

export function rememberedGroup(project: ProjectId): BoardGroup {
  try {
    const said = localStorage.getItem(`${KEY}${project}`);
    return BOARD_GROUPS.find((one) => one === said) ?? 'none';
  } catch {
    return 'none'; // a browser that keeps nothing for this page
  }
}

export function rememberGroup(project: ProjectId, group: BoardGroup): void {
  try {
    localStorage.setItem(`${KEY}${project}`, group);
  } catch {
    // then the address alone has it
  }
}
