// Byzantine zones among honest ones: contracts/integration-tests/tests/zoo.rs, by as many schedules as the tier wants.
import { cargoEnv } from '../../contracts/cargo.ts'
import { runCommand } from '../commands.ts'
import type { Attack, Effort, Found } from './attack.ts'

const schedules = 200

export const zoo: Attack = {
  name: 'zoo',
  about: 'byzantine zones of every kind beside honest ones',
  run: async ({ times, from }: Effort): Promise<Found> => {
    const cargo = ['test', '--quiet', '--manifest-path', 'contracts/Cargo.toml']
    const those = ['-p', 'causeway-integration-tests', '--test', 'zoo', '--', '--nocapture']
    const env = { ...cargoEnv, SCHEDULES: String(schedules * times), FROM: String(from) }
    const { code, output } = await runCommand('cargo', [...cargo, ...those], { env })
    const [, beasts = '0', runs = '0'] = /(\d+) beasts, (\d+) runs/.exec(output) ?? []
    const broken = output.split('\n').filter((line) => line.includes('BEAST='))
    const violations = code === 0 ? broken : [...broken, `the zoo ended with ${code}`]
    return { counts: { beasts: Number(beasts), runs: Number(runs) }, violations }
  },
}
