import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'

/** One of the words of a text; nothing at all where it begins or ends in a space or has two. */
export function wordOf(text: string): Arbitrary<string> {
  return fc.constantFrom(...text.split(' '))
}

/** One of the characters of a text, which is ASCII. */
export function charOf(text: string): Arbitrary<string> {
  return fc.constantFrom(...text.split(''))
}

/** Text out of units, of which each may be several characters. */
export function textOf(
  unit: Arbitrary<string>,
  { min = 0, max }: { min?: number; max: number },
): Arbitrary<string> {
  return fc.array(unit, { minLength: min, maxLength: max, size: 'max' }).map((all) => all.join(''))
}

/** A character by its code unit. */
export function codeUnit(min: number, max: number): Arbitrary<string> {
  return fc.integer({ min, max }).map((code) => String.fromCharCode(code))
}

/** Any character outside ASCII but half a surrogate pair. */
export const nonAscii = fc.oneof(
  wordOf('é 日本 😀 e\u0301 \u00a0 \u0085 \u2028 \ufeff \uffff'),
  fc
    .integer({ min: 0x80, max: 0x10f7ff })
    .map((point) => String.fromCodePoint(point < 0xd800 ? point : point + 0x800)),
)
