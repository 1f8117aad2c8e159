// A process that takes one job, says so, and never finishes it: `doomedWorker.ts <redis url> <queue>`.
import { openBullmq } from '../../relayer/adapters/bullmqQueue.ts'
import { shortLocks, silent } from './queueCases.ts'

const [url = '', name = ''] = process.argv.slice(2)
openBullmq({ url, log: silent, ...shortLocks })
  .openQueue(name)
  .work(
    ({ id }) => {
      process.stdout.write(id)
      return new Promise(() => undefined)
    },
    { concurrency: 1 },
  )
