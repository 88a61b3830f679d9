import { Injectable } from '@nestjs/common';

/** What tells one series of a measure from another: names from our code alone. No person, no slug, nothing that somebody typed. */
export type Labels = Readonly<Record<string, string>>;
export interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

type Read = () => readonly Sample[] | Promise<readonly Sample[]>;
interface Measure {
  readonly kind: 'counter' | 'gauge';
  readonly help: string;
  readonly read: Read;
}

/** Only ever goes up, since this program started. */
export interface Counter {
  add(by?: number, labels?: Labels): void;
}

/** What the program says of itself to whoever watches over it, as Prometheus reads it (text format 0.0.4). */
@Injectable()
export class Measures {
  private readonly measures = new Map<string, Measure>();

  /** @param name ends in `_total` */
  counter(name: string, help: string): Counter {
    const values = new Map<string, { labels: Labels; value: number }>();
    this.define(name, { kind: 'counter', help, read: () => [...values.values()] });
    return {
      add: (by = 1, labels = {}) => {
        const key = JSON.stringify(Object.entries(labels).sort());
        values.set(key, { labels, value: (values.get(key)?.value ?? 0) + by });
      },
    };
  }

  /** Goes up and down; asked for when it is read. */
  gauge(name: string, help: string, read: Read): void {
    this.define(name, { kind: 'gauge', help, read });
  }

  /** A measure that cannot be read now is left out: the others are still told. */
  async text(): Promise<string> {
    const parts = [...this.measures].map(async ([name, { kind, help, read }]) => {
      const samples = await Promise.resolve()
        .then(read)
        .catch(() => []);
      const lines = samples.map(({ labels = {}, value }) => `${name}${written(labels)} ${value}\n`);
      return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${lines.join('')}`;
    });
    return (await Promise.all(parts)).join('');
  }

  private define(name: string, measure: Measure): void {
    if (!/^mal_[a-z_]+$/.test(name)) throw new Error(`A measure is named mal_ and words in small letters; "${name}" is not.`);
    if (this.measures.has(name)) throw new Error(`The measure ${name} is defined twice.`);
    this.measures.set(name, measure);
  }
}

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (each) => (each === '\n' ? '\\n' : `\\${each}`))}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
