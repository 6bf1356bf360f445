import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

/** What has to end with this process. */
export type Watched =
  | { readonly kind: 'process'; readonly pid: number; readonly folder: string }
  | { readonly kind: 'container'; readonly label: string }

/**
 * Ends a server when this process ends without having stopped it: exited, crashed, or killed with
 * the signal that nobody can catch. A small Node process waits at a pipe that the system closes.
 */
export function startWatchdog(watched: Watched): { dismiss(): void } {
  const program = fileURLToPath(new URL('watchdog-process.js', import.meta.url))
  const subject =
    watched.kind === 'process' ? [String(watched.pid), watched.folder] : [watched.label]
  const dog = spawn(process.execPath, [program, watched.kind, ...subject], {
    // A group of its own: Ctrl-C in a terminal reaches the whole group, and it must outlive it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
  })
  // It is a second net: without it stop() still works.
  dog.on('error', () => undefined)
  dog.unref()
  if (dog.stdin instanceof Socket) dog.stdin.unref()
  return { dismiss: () => void dog.kill('SIGKILL') }
}
