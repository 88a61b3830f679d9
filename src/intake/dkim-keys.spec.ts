import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dkimKeys, keysIn } from './dkim-keys.js';

const record = 'v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A';

describe('Keys to signatures, from a file', () => {
  it('stand a line each, as the DNS has them; comments and empty lines say nothing', () => {
    const keys = keysIn(`# kept since 2026\n\n  One._domainkey.interac.ca.\t"${record}"\r\ntwo._domainkey.payments.interac.ca ${record}\n`);
    expect([...keys]).toEqual([
      ['one._domainkey.interac.ca', record],
      ['two._domainkey.payments.interac.ca', record],
    ]);
  });

  it.each([
    ['a name that is none', `interac.ca ${record}`],
    ['no key', 'one._domainkey.interac.ca v=DKIM1; k=rsa'],
    ['a key alone', record],
  ])('%s stops the start with the line', (_, line) => {
    expect(() => keysIn(`# first\n${line}`)).toThrow(/LEDGER_DKIM_KEYS_FILE, line 2: write/);
  });

  it('that is not there stops the start', () => {
    expect(() => dkimKeys({ dkimKeysFile: '/nowhere/keys.txt', dkimFromDns: false })).toThrow(
      /LEDGER_DKIM_KEYS_FILE cannot be read: ENOENT/,
    );
  });

  it('are all there is, where the DNS may not be asked', async () => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'ledger-keys-')), 'keys.txt');
    writeFileSync(file, `one._domainkey.interac.ca ${record}`);
    const find = dkimKeys({ dkimKeysFile: file, dkimFromDns: false });
    expect([await find('one._domainkey.interac.ca'), await find('two._domainkey.interac.ca')]).toEqual([record, undefined]);
    expect(await dkimKeys({ dkimFromDns: false })('one._domainkey.interac.ca')).toBeUndefined();
  });
});
