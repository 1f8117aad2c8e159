// A process that takes one job, says so, and never finishes it: `doomedWorker.ts <redis url or Cluster nodes> <queue>`.
import { openBullmq } from '../../relayer/adapters/bullmqQueue.ts'
import { shortLocks, silent } from './queueCases.ts'

const [place = '', name = ''] = process.argv.slice(2)
const nodes = place.split(',')
openBullmq({ ...(nodes.length === 1 ? { url: place } : { nodes }), log: silent, ...shortLocks })
  .openQueue(name)
  .work(
    ({ id }) => {
      process.stdout.write(id)
      return new Promise(() => undefined)
    },
    { concurrency: 1 },
  )
