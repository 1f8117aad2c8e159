import { FaultyWorld } from '/work/main/test/fakes/ibcFaults.ts'
test('x', async () => {
  const world = new FaultyWorld(Number(process.env['SEED'] ?? 1)) as any
  await world.suffer()
  const un = await world.heal()
  const p = world.dbg()
  console.log(un.length, world.faults, p.log.told.slice(-12).map((x: any) => JSON.stringify(x, (k, v) => typeof v === 'bigint' ? String(v) : v instanceof Error ? v.stack?.slice(0,600) : v)).join('\n'), world.nodes.a.height, p.engine.heights(), world.nodes.b.executed.slice(-3).map((x:any)=>x.result))
  world.stop()
}, 60000)
