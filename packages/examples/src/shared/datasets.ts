import { readFileSync } from 'node:fs'

/** Said beforehand, for hours are written 7 and 7.5, and the first to come would fix the type. */
export const flightMappings = {
  properties: {
    delay: { type: 'integer' },
    distance: { type: 'integer' },
    time: { type: 'float' },
  },
} as const

/** 3,201 films, from the package vega-datasets. */
export function movies(): object[] {
  return readDataset('movies.json')
}

/** 200,000 flights with minutes of delay, miles and hour, from the package vega-datasets. */
export function flights(): object[] {
  return readDataset('flights-200k.json')
}

function readDataset(name: string): object[] {
  const data = new URL('../data/', import.meta.resolve('vega-datasets'))
  return JSON.parse(readFileSync(new URL(name, data), 'utf8'))
}
