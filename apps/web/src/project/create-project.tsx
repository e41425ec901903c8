// The dialog around the form for a new project.
import { closeDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Dialog } from '../ui/dialog.tsx';
import { NewProject } from './new-project.tsx';

export function CreateProject() {
  return (
    <Dialog open onOpenChange={closeDialog} title={strings.project.createTitle} size="s">
      <NewProject />
    </Dialog>
  );
}
