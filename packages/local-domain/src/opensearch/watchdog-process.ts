// Run by startWatchdog as a process of its own. Standard input ends when the process that started it does.
import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { removeContainer } from './container.js'

const [kind, subject = '', folder = ''] = process.argv.slice(2)

process.stdin.resume().on('close', () => {
  void (kind === 'process' ? endProcess(Number(subject), folder) : removeContainer(subject))
})

async function endProcess(pid: number, work: string): Promise<void> {
  signal(pid, 'SIGKILL')
  for (let waited = 0; signal(pid, 0) && waited < 100; waited += 1) {
    // oxlint-disable-next-line no-await-in-loop
    await pause(50)
  }
  await rm(work, { recursive: true, force: true })
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}
