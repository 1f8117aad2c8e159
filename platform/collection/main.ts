// The process of a platform that devices hand their data to: two doors, a journal, the way to the chain, a validator.
import { createHash, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { CausewayError } from '../../core/errors.ts'
import { openSqlite } from '../../database/sqlite.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Opened } from '../../relayer/opened.ts'
import type { Chain, Clock, Log } from '../../relayer/ports.ts'
import type { Contract } from '../chain/contract.ts'
import { openBatchSink, openRegistry, openSubmitRights, queryIntakeConfig } from '../chain/intake.ts'
import { openSubjects } from '../chain/subjects.ts'
import { openBatchLedger, queryCertificates, queryIsRegulator, queryReaders } from '../chain/verdicts.ts'
import type { SubjectQueries } from '../identity/ports.ts'
import { doorOptions, readPrivateKey, readSecret } from '../process/config.ts'
import { inBackground, openNode, openTogether, runProgram } from '../process/run.ts'
import { runAgent } from '../validation/agents.ts'
import type { Contents } from '../validation/ports.ts'
import { publicKeyOf, signSubmission } from '../validation/signature.ts'
import { openValidator } from '../validation/validator.ts'
import { openCertificates } from './certificates.ts'
import { openCollection } from './collection.ts'
import { type CollectionConfig, loadCollectionConfig } from './config.ts'
import { openContents } from './contents.ts'
import { openHandOut } from './handOut.ts'
import { type DoorDeps, openHttpDoor } from './httpDoor.ts'
import { openJournal } from './journal.ts'
import { openMqttDoor } from './mqttDoor.ts'
import type { Callers, DeviceSigner, Registry } from './ports.ts'

export type CollectionPorts = { readonly chain: Chain; readonly clock: Clock; readonly log: Log }
export type CollectionProcess = {
  readonly url: string
  /** Port of the MQTT door, where there is one. */
  readonly mqttPort: number | undefined
  close(): Promise<void>
}

/** Throws CONFIG_INVALID, PORT_IN_USE, CHAIN_UNREACHABLE; the caller closes the chain. */
export function startCollection(config: CollectionConfig, ports: CollectionPorts): Promise<CollectionProcess> {
  return openTogether(async (opened) => {
    const { chain, clock, log } = ports
    const intake: Contract = { chain, address: config.contracts.intake }
    const subjects = openSubjects(chain, config.contracts.identity)
    const registry = registryOf(config, intake, subjects)
    const { denom, phases } = await queryIntakeConfig(intake)
    const sink = openBatchSink(intake, await chain.signer(config.collection.key_name), denom)
    const journal = opened.keep(await openJournal(openSqlite(join(config.collection.folder, 'journal.db'))))
    const { entries_max: entriesMax, age_ms_max: ageMsMax, tick_ms: tickMs } = config.collection
    const rights = openSubmitRights(intake, subjects)
    const parts = { journal, registry, rights, signer: signerOf(config), sink, clock, log }
    const collection = openCollection({ entriesMax, ageMsMax, tickMs }, parts)
    const contents = openContents(journal, registry)
    const isRegulator = (party: string): Promise<boolean> => queryIsRegulator(chain, config.contracts.identity, party)
    const readers = (batch: string) => queryReaders(intake, batch)
    const credentials: Contract = { chain, address: config.contracts.credentials }
    const certificates = openCertificates(join(config.collection.folder, 'certificates'), (batch) =>
      queryCertificates(intake, credentials, batch),
    )
    const handOut = openHandOut({ contents, certificates, subjects, readers, isRegulator, clock, log })
    const deps = { collection, callers: callersOf(config), log, handOut, certificates }
    const { url, mqttPort } = await openDoors(config, deps, opened)
    const validating = { ...ports, intake, subjects, contents }
    const waitBlocks = BigInt(phases.wait_blocks)
    opened.keep(inBackground((ending) => validate(config, validating, waitBlocks, ending)))
    opened.keep(inBackground((ending) => collection.run(ending)))
    log.info('collection.started', { url, mqttPort })
    return { url, mqttPort }
  })
}

type Doors = Pick<CollectionProcess, 'url' | 'mqttPort'>

async function openDoors({ chain, http, mqtt }: CollectionConfig, deps: DoorDeps, opened: Opened): Promise<Doors> {
  const { chain_id: chainId } = chain
  const { url } = opened.keep(await openHttpDoor({ chainId, ...doorOptions(http) }, deps))
  if (mqtt === undefined) return { url, mqttPort: undefined }
  const { port } = opened.keep(await openMqttDoor({ chainId, ...doorOptions(mqtt) }, deps))
  return { url, mqttPort: port }
}

type ValidatorParts = CollectionPorts & {
  readonly intake: Contract
  readonly subjects: SubjectQueries
  readonly contents: Contents
}

async function validate(
  { validator }: CollectionConfig,
  { chain, intake, subjects, contents, log }: ValidatorParts,
  waitBlocks: bigint,
  signal: AbortSignal,
): Promise<void> {
  if (validator === undefined) return
  const ledger = openBatchLedger(intake, subjects, await chain.signer(validator.key_name))
  const agent = openValidator({ ledger, contents, log }, waitBlocks)
  await runAgent(agent, { chain, intake: intake.address, backBlocks: waitBlocks, log }, signal)
}

function registryOf({ streams, sources }: CollectionConfig, intake: Contract, subjects: SubjectQueries): Registry {
  const salts = new Map(streams.map(({ did, salt_file }) => [did, salt_file && readSecret(salt_file)]))
  return openRegistry(intake, subjects, {
    salt: (streamId) => salts.get(streamId) || undefined,
    mappings: (streamId, deviceId) => {
      const found = sources.find(({ stream, device }) => stream === streamId && device === deviceId)
      return (
        found && {
          ...(found.senml && { senml: found.senml }),
          ...(found.sensorthings && { sensorthings: found.sensorthings }),
        }
      )
    },
  })
}

/** Devices whose keys lie here as files; the others sign for themselves. */
function signerOf({ devices }: CollectionConfig): DeviceSigner {
  const keys = new Map(devices.map(({ did, key_file }) => [did, key_file && readPrivateKey(key_file)]))
  return {
    async sign(deviceId, text) {
      const key = keys.get(deviceId)
      if (!key) throw new CausewayError('KEY_MISSING', { deviceId })
      const curve = key.asymmetricKeyType === 'ed25519' ? 'ed25519' : 'p256'
      // What is no key of the curve fails here, not on the chain.
      publicKeyOf(curve, key)
      return signSubmission(curve, key, text)
    },
  }
}

function callersOf({ devices }: CollectionConfig): Callers {
  const known = new Map(devices.map(({ did, credential_sha256 }) => [did, Buffer.from(credential_sha256, 'hex')]))
  return {
    async isDevice(deviceId, credential) {
      const expected = known.get(deviceId)
      const shown = createHash('sha256').update(credential).digest()
      return expected !== undefined && timingSafeEqual(shown, expected)
    },
  }
}

if (import.meta.main) {
  await runProgram('collection.toml', async (path, opened) => {
    const config = loadCollectionConfig(path)
    const log = openLog(config.log_level)
    const chain = opened.keep(openNode(config.chain, log))
    return opened.keep(await startCollection(config, { chain, clock: systemClock, log }))
  })
}
