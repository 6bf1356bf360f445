import { createWriteStream } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openPromise } from 'yauzl'

/**
 * Unpacks a zip below a folder, keeping which files may be executed. Names that lead out of the
 * folder are refused by yauzl.
 */
export async function unzip(file: string, into: string): Promise<void> {
  const zip = await openPromise(file)
  try {
    for await (const entry of zip.eachEntry()) {
      const target = join(into, entry.fileName)
      if (entry.fileName.endsWith('/')) {
        await folder(target)
        continue
      }
      await folder(dirname(target))
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target))
      const executable = ((entry.externalFileAttributes >>> 16) & 0o111) !== 0
      await chmod(target, executable ? 0o755 : 0o644)
    }
  } finally {
    zip.close()
  }
}

async function folder(path: string): Promise<void> {
  const created = await mkdir(path, { recursive: true })
  if (created !== undefined) await chmod(path, 0o755)
}
