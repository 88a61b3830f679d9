import type { ColumnOptions } from 'typeorm';

/** int8 of money as `bigint`, never through a float. */
export const minor = {
  type: 'bigint',
  transformer: {
    to: (value?: bigint | null) => value?.toString(),
    from: (value: string | null) => (value === null ? null : BigInt(value)),
  },
} satisfies ColumnOptions;
export const minorOrNull: ColumnOptions = { ...minor, nullable: true };

/** timestamptz as our instants: RFC 3339 text in UTC. */
export const at: ColumnOptions = {
  type: 'timestamptz',
  transformer: { to: (value?: string | null) => value, from: (value: Date | null) => value?.toISOString() ?? null },
};
export const atOrNull: ColumnOptions = { ...at, nullable: true };
export const textOrNull: ColumnOptions = { type: 'text', nullable: true };
export const sealedOrNull: ColumnOptions = { type: 'jsonb', nullable: true };
