import { Client, type ClientOptions } from '@opensearch-project/opensearch'
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3'
import { sigV4 } from 'opensearch-sigv4'
import type { WireCase } from '../support/vectors.js'

export type Credentials = WireCase['credentials']

export interface SigningOptions {
  readonly region: string
  readonly service?: 'es' | 'aoss'
  readonly credentials: () => Promise<Credentials>
}

/** One of the two signers, behind what they have in common. */
export interface SignerUnderTest {
  readonly name: 'official' | 'ours'
  /** The options that this signer documents, as its user would write them. */
  options(common: SigningOptions): object
  /** `{ Connection, Transport }` made of exactly these options. */
  wiring(options: object): Pick<ClientOptions, 'Connection' | 'Transport'>
  /** A child client that signs as somebody else, in the way this signer has for it. */
  child(parent: Client, signing: SigningOptions, credentials: Credentials): Client
}

export const official: SignerUnderTest = {
  name: 'official',
  options: ({ credentials, ...scope }) => ({ ...scope, getCredentials: credentials }),
  wiring: (options) => AwsSigv4Signer(options as Parameters<typeof AwsSigv4Signer>[0]),
  // Its declared type is the client's user and password; its code reads this.
  child: (parent, { region, service = 'es' }, credentials) =>
    parent.child({ auth: { credentials, region, service } } as unknown as ClientOptions),
}

export const ours: SignerUnderTest = {
  name: 'ours',
  options: (common) => common,
  wiring: (options) => sigV4(options),
  child: (parent, { region, service = 'es' }, credentials) =>
    parent.child(sigV4({ region, service, credentials })),
}

export function signerNamed(name: string | undefined): SignerUnderTest {
  return name === official.name ? official : ours
}

/** A client as a user of the signer makes it. */
export function clientOf(
  signer: SignerUnderTest,
  signing: SigningOptions,
  client: ClientOptions,
): Client {
  return new Client({
    maxRetries: 0,
    requestTimeout: 5000,
    ...client,
    ...signer.wiring(signer.options(signing)),
  })
}
