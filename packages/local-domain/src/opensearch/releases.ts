/** The OpenSearch that is started when nobody asks for another. The one place that names it. */
export const defaultVersion = '3.8.0'

/** The last line that runs on Java 11 and 17, for machines that have nothing newer. */
export const versionForOlderJava = '2.19.6'

/** Oldest and newest Java that runs a release. */
export interface JavaRange {
  readonly from: number
  readonly to: number
}

/**
 * SHA-512 of the releases this package starts by itself. Pinned: what is downloaded is then held
 * against this file, not against a sum that lies beside the download on the same server.
 */
const pinnedSums: Readonly<Record<string, string>> = {
  [defaultVersion]:
    '8470fc447309e84216f9359030db53a85b087492e161e5ce1a29276e776d4725b802f93ba8d218ea88e4a7999addadb863be93b8e1f89e9a292163e636e62de3',
  [versionForOlderJava]:
    '8adbfaa13162b8d42b388ece6b39bfb7f1a349ab9c128d4eced78ba1dd43b5a10850b43b8aac19fa5ab11f4d5c355ddf6f6617514d6112b0936a1903005d1d36',
}

/** The pinned SHA-512 of a release, or undefined for one that has to be asked for. */
export const pinnedSum = (version: string): string | undefined => pinnedSums[version]

/**
 * Which Java runs a version. OpenSearch 3 needs 21. OpenSearch 2 needs 11, and a Java that still has
 * the security manager, which 24 removed (https://openjdk.org/jeps/486).
 */
export function javaRange(version: string): JavaRange {
  return Number.parseInt(version, 10) >= 3 ? { from: 21, to: Infinity } : { from: 11, to: 23 }
}
