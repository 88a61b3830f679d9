import { Back, Button, PostForm } from '../../web/components.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface DescribedFile {
  readonly mapping: string;
  readonly name: string;
  readonly account: string;
  readonly holdsTotals: boolean;
  /** As they stand in the file; none where it has none. */
  readonly headings: readonly string[];
}

/** Files whose columns somebody described once, each with a way to forget that. */
export function MappingsPage({ frame, files }: { frame: Frame; files: readonly DescribedFile[] }) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Files that you described" place="payments">
      <Back href={at.imports}>Bring in a file</Back>
      <h1>Files that you described</h1>
      <p>
        Forget one if its columns were said wrongly: the next such file is asked about again. Lines that were read by it stay as they are.
      </p>
      {files.length === 0 && <p>None so far.</p>}
      <ul class="rows">
        {files.map(({ mapping, name, account, holdsTotals, headings }) => (
          <li>
            <p>
              <bdi>{name}</bdi>, {account}
              <br />
              <small>
                {holdsTotals ? 'Totals by day and method. ' : 'Movements of money. '}
                {headings.length > 0 ? (
                  <>
                    Known by: <bdi>{headings.filter((heading) => heading !== '').join(', ')}</bdi>
                  </>
                ) : (
                  'It has no headings.'
                )}
              </small>
            </p>
            <PostForm action={at.forgetMapping(mapping)} formKey={frame.formKey} act={mapping}>
              <Button quiet about={`: ${name}`}>
                Forget it
              </Button>
            </PostForm>
          </li>
        ))}
      </ul>
    </ConsolePage>
  );
}
