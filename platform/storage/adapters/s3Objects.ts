// The Objects port over any S3 service: one object per address, in a bucket of the store's own.

import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { CausewayError } from '../../../core/errors.ts'
import { checkObject, parseCid } from '../cid.ts'
import { listMax, objectBytesMax } from '../limits.ts'
import { addressOf, type Objects, type Range, sliceOf } from '../objects.ts'

export type S3Options = {
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export class S3Objects implements Objects {
  readonly #client: S3Client
  readonly #bucket: string

  constructor({ endpoint, region, bucket, accessKeyId, secretAccessKey }: S3Options) {
    const credentials = { accessKeyId, secretAccessKey }
    // The port does not retry; whoever uses it has other stores. It verifies by the address, so S3 need not as well.
    const policy = { maxAttempts: 1, responseChecksumValidation: 'WHEN_REQUIRED' } as const
    this.#client = new S3Client({ endpoint, region, credentials, forcePathStyle: true, ...policy })
    this.#bucket = bucket
  }

  async put(bytes: Uint8Array): Promise<string> {
    const cid = addressOf(bytes)
    await this.#run('put', () => this.#client.send(new PutObjectCommand({ ...this.#named(cid), Body: bytes })))
    return cid
  }

  async get(cid: string, range?: Range): Promise<Uint8Array> {
    const bytes = await this.#run('get', async () => {
      const { Body: body, ContentLength: length } = await this.#client.send(new GetObjectCommand(this.#named(cid)))
      if (length !== undefined && length > objectBytesMax) throw new CausewayError('OBJECT_CORRUPT', { cid })
      return body?.transformToByteArray()
    })
    if (bytes === undefined) throw new CausewayError('OBJECT_MISSING', { cid })
    checkObject(cid, bytes)
    return sliceOf(bytes, range)
  }

  async has(cid: string): Promise<boolean> {
    const found = await this.#run('has', () => this.#client.send(new HeadObjectCommand(this.#named(cid))))
    return found !== undefined
  }

  async remove(cid: string): Promise<void> {
    await this.#run('remove', () => this.#client.send(new DeleteObjectCommand(this.#named(cid))))
  }

  async list(): Promise<readonly string[]> {
    const cids: string[] = []
    let token: string | undefined
    do {
      const page = { Bucket: this.#bucket, ...(token === undefined ? {} : { ContinuationToken: token }) }
      const answer = await this.#run('list', () => this.#client.send(new ListObjectsV2Command(page)))
      cids.push(...(answer?.Contents ?? []).flatMap(({ Key: key }) => (key?.startsWith('bafkrei') ? [key] : [])))
      token = answer?.NextContinuationToken
    } while (token !== undefined && cids.length < listMax)
    return cids.sort().slice(0, listMax)
  }

  async close(): Promise<void> {
    this.#client.destroy()
  }

  #named(cid: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#bucket, Key: parseCid(cid).toString() }
  }

  /** Undefined where the service says that there is no such object. */
  async #run<T>(method: string, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask()
    } catch (cause) {
      if (cause instanceof CausewayError) throw cause
      const missing = cause instanceof S3ServiceException && /^(NoSuchKey|NotFound)$/.test(cause.name)
      if (missing) return undefined
      throw new CausewayError('OBJECTS_UNAVAILABLE', { method }, cause)
    }
  }
}
