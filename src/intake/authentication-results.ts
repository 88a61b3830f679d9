import { isInteracs } from './interac-domain.js';

/**
 * What an Authentication-Results header says (RFC 8601): `authserv-id; method=result property=value …; …`. Comments are left out,
 * nested ones too; what stands in quotes is a value and no result.
 */
export interface HostFindings {
  readonly host: string;
  readonly findings: readonly { readonly method: string; readonly result: string; readonly properties: ReadonlyMap<string, string> }[];
}

/** Undefined for what is not written as the standard says. */
export function findingsIn(value: string): HostFindings | undefined {
  const tokens = tokensOf(value);
  if (!tokens) return undefined;
  const [head = [], ...rest] = splitAt(tokens, ';');
  const [host, version, ...more] = head;
  if (!host || more.length > 0 || (version !== undefined && version !== '1')) return undefined;
  const findings = rest.flatMap(([first = '', ...others]) => {
    const [method, result] = pairOf(first);
    if (!method || !result) return [];
    return [{ method: method.replace(/\/\d+$/, ''), result, properties: new Map(others.map(pairOf)) }];
  });
  return { host: host.toLowerCase(), findings };
}

/** True if the host says that a signature of Interac's passed. */
export const saysInteracSigned = ({ findings }: HostFindings): boolean =>
  findings.some(({ method, result, properties }) => {
    const signer = properties.get('header.d') ?? properties.get('header.i');
    return method === 'dkim' && result === 'pass' && signer !== undefined && isInteracs(signer.slice(signer.lastIndexOf('@') + 1));
  });

const pairOf = (token: string): [string, string] => {
  const at = token.indexOf('=');
  return at < 0 ? ['', ''] : [token.slice(0, at).toLowerCase(), token.slice(at + 1).toLowerCase()];
};

function splitAt(tokens: readonly string[], mark: string): string[][] {
  const groups: string[][] = [[]];
  for (const token of tokens) {
    if (token === mark) groups.push([]);
    else groups.at(-1)!.push(token);
  }
  return groups;
}

/** Words, and `;` alone. Blanks around `=` belong to the pair; a quoted text loses its quotes, and its blanks and marks stay in it. */
function tokensOf(value: string): string[] | undefined {
  const tokens: string[] = [];
  let word: string | undefined;
  let depth = 0;
  const end = () => {
    if (word !== undefined) tokens.push(word);
    word = undefined;
  };
  for (let at = 0; at < value.length; at += 1) {
    const letter = value[at]!;
    if (depth > 0) {
      if (letter === '\\') at += 1;
      else if (letter === '(') depth += 1;
      else if (letter === ')') depth -= 1;
    } else if (letter === '(') depth = 1;
    else if (letter === ')') return undefined;
    else if (letter === '"') {
      const close = quoteEnd(value, at);
      if (close === undefined) return undefined;
      word = (word ?? '') + value.slice(at + 1, close).replace(/\\(.)/g, '$1');
      at = close;
    } else if (letter === ';') {
      end();
      tokens.push(';');
    } else if (letter === ' ' || letter === '\t') {
      if (!word?.endsWith('=') && !/^\s*=/.test(value.slice(at, at + 8))) end();
    } else word = (word ?? '') + letter;
  }
  end();
  return depth === 0 ? tokens : undefined;
}

function quoteEnd(value: string, open: number): number | undefined {
  for (let at = open + 1; at < value.length; at += 1) {
    if (value[at] === '\\') at += 1;
    else if (value[at] === '"') return at;
  }
  return undefined;
}
