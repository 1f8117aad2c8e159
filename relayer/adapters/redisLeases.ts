// Leases in Redis: one key for the holder of a lane, one for the processes that would hold it, both in one slot.
import type { LeaseAnswer, LeaseRequest, LeaseStore } from '../ports.ts'
import type { PromptRedis } from './redis.ts'

/**
 * Takes the lane where nobody has it or `insteadOf` has it, and keeps it where `process` has it. Other processes are
 * those that have asked within the time of a lease; each has said how many lanes it holds.
 */
const script = `
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local process, ttl, held, instead = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
redis.call('HSET', KEYS[2], process, string.format('%.0f %s', ms, held))
redis.call('PEXPIRE', KEYS[2], ttl)
local holder = redis.call('GET', KEYS[1])
if not holder or holder == process or holder == instead then
  redis.call('SET', KEYS[1], process, 'PX', ttl)
  holder = process
end
local answer = { holder }
local all = redis.call('HGETALL', KEYS[2])
for at = 1, #all, 2 do
  local asked, lanes = string.match(all[at + 1], '^(%d+) (%d+)$')
  if all[at] == instead or ms - tonumber(asked) > ttl then
    redis.call('HDEL', KEYS[2], all[at])
  elseif all[at] ~= process then
    table.insert(answer, all[at])
    table.insert(answer, lanes)
  end
end
return answer
`
const releaseScript = `
redis.call('HDEL', KEYS[2], ARGV[1])
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`

// Braces let Redis Cluster keep both in one place.
const keysOf = (lane: string): readonly [string, string] => [`causeway:{${lane}}:lease`, `causeway:{${lane}}:processes`]

export function redisLeases(redis: PromptRedis): LeaseStore {
  const run = (lane: string, text: string, args: readonly (string | number)[]): Promise<unknown> =>
    redis.ask(lane, () => redis.client.eval(text, 2, ...keysOf(lane), ...args))
  return {
    async ask({ lane, process, held, ttlMs, insteadOf = '' }: LeaseRequest): Promise<LeaseAnswer> {
      const answer = (await run(lane, script, [process, ttlMs, held, insteadOf])) as readonly string[]
      const [holder = '', ...rest] = answer
      const others = new Map<string, number>()
      for (let at = 0; at < rest.length; at += 2) others.set(rest[at] ?? '', Number(rest[at + 1]))
      return { holder, others }
    },
    release: async (lane, process) => void (await run(lane, releaseScript, [process])),
  }
}
