import { Client as Client3 } from '@opensearch-project/opensearch'
import { Client as Client2 } from 'opensearch-client-2'

/**
 * The client majors that are supported, each a real client. Their types differ where tests do not
 * look: the newest stands for both.
 */
export const openSearchClients: readonly { version: string; Client: typeof Client3 }[] = [
  { version: '2.13', Client: Client2 as unknown as typeof Client3 },
  { version: '3.9', Client: Client3 },
]

/** AWS's published example, the only keys in this repository. */
export const EXAMPLE_IDENTITY = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}

export { Client3 as Client }
