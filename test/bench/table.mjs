/** Lines of a table: the first column to the left, figures to the right. */
export const formatTable = (header, rows) => {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const align = (cell, column) =>
    column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]);
  return all.map((row) => `  ${row.map(align).join('   ').trimEnd()}`).join('\n');
};
