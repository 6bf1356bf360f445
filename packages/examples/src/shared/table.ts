import colors from 'picocolors'

/** A table in aligned columns: numbers to the right, the head in bold on a terminal. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]) {
  const texts = rows.map((row) => row.map(cellText))
  const widths = head.map((title, column) =>
    Math.max(title.length, ...texts.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[], alike: readonly (string | number)[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return typeof alike[column] === 'number' ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [
    colors.bold(line(head, rows[0] ?? [])),
    colors.dim(widths.map((width) => '-'.repeat(width)).join('  ')),
    ...texts.map((row, index) => line(row, rows[index] ?? [])),
  ].join('\n')
}

function cellText(cell: string | number): string {
  return typeof cell === 'number' ? cell.toLocaleString('en') : cell
}
