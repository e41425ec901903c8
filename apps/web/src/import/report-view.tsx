// What came of an import, for a person to read: what is here now, what is not and why, and single
// things that are worth a look.
import type { Job, Project, Report } from '@planwright/engine';
import { CircleAlert, CircleCheck } from 'lucide-react';

import { usePlace } from '../actions/place.ts';
import { formatNumber } from '../format.ts';
import { useProjects } from '../store/hooks.ts';
import { closeDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import styles from './import-dialog.module.css';

const DONE = {
  created: strings.import.created,
  changed: strings.import.changed,
  repaired: strings.import.repaired,
};

export function ReportView({ job }: { readonly job: Job }) {
  const { go } = usePlace();
  const newest = newestOf(useProjects());
  const failed = job.status === 'failed';
  const report = job.report;
  return (
    <div className={styles.report}>
      <p className={failed ? styles.failed : styles.succeeded}>
        {failed ? <CircleAlert size={18} aria-hidden /> : <CircleCheck size={18} aria-hidden />}
        {failed ? strings.import.failed : strings.import.done}
        <span className={styles.name}>{job.subject}</span>
      </p>
      {report !== null && <ReportLists report={report} titles={DONE} />}
      <div className={styles.foot}>
        <Button onClick={closeDialog}>{strings.close}</Button>
        {!failed && newest !== undefined && (
          <Button
            tone="primary"
            onClick={() => {
              closeDialog();
              go({ to: 'board', key: newest.key });
            }}
          >
            {strings.import.open}
          </Button>
        )}
      </div>
    </div>
  );
}

interface ReportListsProps {
  readonly report: Report;
  readonly titles: {
    readonly created: string;
    readonly changed: string;
    readonly repaired: (texts: number) => string;
  };
}

/** What a report counts and says; `titles` tell what was done from what would be. */
export function ReportLists({ report, titles }: ReportListsProps) {
  return (
    <>
      <Counts title={titles.created} counts={report.created} />
      <Counts title={titles.changed} counts={report.changed ?? {}} />
      <Counts title={strings.import.unchanged} counts={report.unchanged} />
      {report.repaired !== undefined && report.repaired > 0 && (
        <p className={styles.text}>{titles.repaired(report.repaired)}</p>
      )}
      {report.notDone.length > 0 && (
        <section>
          <h3 className={styles.heading}>{strings.import.notDone}</h3>
          <ul className={styles.lines}>
            {report.notDone.map(({ what, count, why }) => (
              <li key={`${what} ${why}`} className={styles.line}>
                <span className={styles.at}>
                  {formatNumber(count)} {strings.import.rows(what, count)}
                </span>
                <span>{why}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {report.lines.length > 0 && (
        <section>
          <h3 className={styles.heading}>{strings.import.lines}</h3>
          <ul className={styles.lines}>
            {report.lines.map(({ at, says }) => (
              <li key={`${at} ${says}`} className={styles.line}>
                <span className={styles.at}>{at}</span>
                <span>{says}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Counts({
  title,
  counts,
}: {
  readonly title: string;
  readonly counts: Readonly<Record<string, number>>;
}) {
  const present = Object.entries(counts).filter(([, count]) => count > 0);
  if (present.length === 0) return null;
  return (
    <section>
      <h3 className={styles.heading}>{title}</h3>
      <ul className={styles.counts}>
        {present.map(([what, count]) => (
          <li key={what} className={styles.count}>
            <strong>{formatNumber(count)}</strong> {strings.import.rows(what, count)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The project that was changed last by the server: what the import has just brought. */
function newestOf(projects: readonly Project[]): Project | undefined {
  return projects.reduce<Project | undefined>(
    (newest, project) => (newest === undefined || project.seq > newest.seq ? project : newest),
    undefined,
  );
}
