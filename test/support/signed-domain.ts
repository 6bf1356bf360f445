import { startGateway, type GatewayOptions } from 'opensearch-local-domain'
import { startRecorder, type Recorder } from './recorder.js'

/** The gateway that verifies signatures, in front of a recorder that keeps what it forwards. */
export async function startSignedDomain(options: Omit<GatewayOptions, 'target'> = {}) {
  const recorder: Recorder = await startRecorder()
  const gateway = await startGateway({ ...options, target: recorder.url })
  return {
    ...gateway,
    recorder,
    async [Symbol.asyncDispose]() {
      await gateway.stop()
      await recorder[Symbol.asyncDispose]()
    },
  }
}
