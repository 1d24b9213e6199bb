import { rowsOf, type Transaction } from './transaction';
import type { TableModel } from './feature';

const TABLE = 'orderbridge_sequences';

export const sequenceModel: TableModel = {
  uid: 'plugin::orderbridge.sequence-table',
  tableName: TABLE,
  singularName: 'sequence-table',
  attributes: {
    id: { type: 'increments' },
    name: { type: 'string', column: { notNullable: true } },
    value: { type: 'integer', column: { notNullable: true } },
  },
  indexes: [{ name: 'orderbridge_sequences_name', columns: ['name'], type: 'unique' }],
};

/**
 * The next number of a named sequence, from 1. The row stays locked until the change commits, so
 * numbers have no gaps: a change that is rolled back takes its number back with it.
 */
export const nextNumber = async (transaction: Transaction, name: string): Promise<number> => {
  const rows = await rowsOf<{ value: number }>(
    transaction
      .table(TABLE)
      .insert({ name, value: 1 })
      .onConflict('name')
      .merge({ value: transaction.raw('?? + 1', [`${TABLE}.value`]) })
      .returning('value'),
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`sequence ${name}: the database answered no value`);
  return row.value;
};
