// The process of a platform that devices hand their data to: two doors, a journal, the way to the chain, a validator.
import { createHash, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CausewayError } from '../../core/errors.ts'
import { openSqlite } from '../../database/sqlite.ts'
import { CosmosChain } from '../../relayer/adapters/cosmosChain.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Chain, Clock, Log } from '../../relayer/ports.ts'
import type { Contract } from '../chain/contract.ts'
import { openBatchSink, openRegistry, openSubmitRights, queryIntakeConfig } from '../chain/intake.ts'
import { openSubjects } from '../chain/subjects.ts'
import { openBatchLedger, queryCertificates, queryIsRegulator, queryReaders } from '../chain/verdicts.ts'
import type { SubjectQueries } from '../identity/ports.ts'
import { doorOptions, readPrivateKey, readSecret } from '../process/config.ts'
import type { Door } from '../process/doors.ts'
import { runAgent } from '../validation/agents.ts'
import type { Contents } from '../validation/ports.ts'
import { publicKeyOf, signSubmission } from '../validation/signature.ts'
import { openValidator } from '../validation/validator.ts'
import { openCertificates } from './certificates.ts'
import { openCollection } from './collection.ts'
import { type CollectionConfig, loadCollectionConfig } from './config.ts'
import { openContents } from './contents.ts'
import { openHandOut } from './handOut.ts'
import { openHttpDoor } from './httpDoor.ts'
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
export async function startCollection(config: CollectionConfig, ports: CollectionPorts): Promise<CollectionProcess> {
  const { chain, clock, log } = ports
  const intake: Contract = { chain, address: config.contracts.intake }
  const subjects = openSubjects(chain, config.contracts.identity)
  const registry = registryOf(config, intake, subjects)
  const { denom, phases } = await queryIntakeConfig(intake)
  const sink = openBatchSink(intake, await chain.signer(config.collection.key_name), denom)
  const journal = await openJournal(openSqlite(join(config.collection.folder, 'journal.db')))
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
  const doors = await openDoors(config, deps).catch(async (error) => {
    await journal.close()
    throw error
  })
  const ending = new AbortController()
  const validating = validate(
    config,
    { ...ports, intake, subjects, contents },
    BigInt(phases.wait_blocks),
    ending.signal,
  )
  const collecting = collection.run(ending.signal)
  const close = async (): Promise<void> => {
    ending.abort()
    await Promise.all([...doors.map((door) => door.close()), collecting, validating])
    await journal.close()
  }
  const url = doors[0]?.url ?? ''
  log.info('collection.started', { url, mqttPort: doors[1]?.port })
  return { url, mqttPort: doors[1]?.port, close }
}

type Deps = Parameters<typeof openHttpDoor>[1]

async function openDoors(config: CollectionConfig, deps: Deps): Promise<readonly Door[]> {
  const { chain_id: chainId } = config.chain
  const http = await openHttpDoor({ chainId, ...doorOptions(config.http) }, deps)
  if (config.mqtt === undefined) return [http]
  try {
    return [http, await openMqttDoor({ chainId, ...doorOptions(config.mqtt) }, deps)]
  } catch (error) {
    await http.close()
    throw error
  }
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

function openConfigured({ chain }: CollectionConfig, log: Log): CosmosChain {
  return new CosmosChain({
    chainId: chain.chain_id,
    rpcUrl: chain.rpc_addr,
    grpcUrl: chain.grpc_addr,
    prefix: chain.account_prefix,
    gasPrice: chain.gas_price,
    keysPath: chain.accounts_file,
    log,
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const config = loadCollectionConfig(process.argv[2] ?? 'collection.toml')
  const log = openLog(config.log_level)
  const chain = openConfigured(config, log)
  const started = await startCollection(config, { chain, clock: systemClock, log })
  const end = (): void =>
    void started
      .close()
      .then(() => chain.close())
      .then(() => process.exit(0))
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}
