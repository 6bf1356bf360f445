import { readFileSync } from 'node:fs'

interface AwsAnswer {
  readonly id: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

const file = new URL('../vectors/aws-answers.json', import.meta.url)
const { answers } = JSON.parse(readFileSync(file, 'utf8')) as { answers: AwsAnswer[] }

/** An answer of Amazon's as people have seen it. */
export function awsAnswer(id: string): AwsAnswer {
  const answer = answers.find((one) => one.id === id)
  if (!answer) throw new Error(`There is no answer '${id}' in aws-answers.json.`)
  return answer
}
