// Devices of two makes hand in real measurements: SenML over HTTP on zone A, SensorThings over MQTT on zone B.
import { batchOf, postDocument, publishDocument, validated } from '../collect.ts'
import { openField } from '../field.ts'
import { quakeObservations, readHours, readQuakes, weatherPack } from '../measurements.ts'
import { type Chapter, check } from '../story.ts'

const [hours, earthquakes] = [168, 120]

export const collectMeasurements: Chapter = {
  name: 'devices of two makes hand in real measurements: a weather station on zone-a, a seismometer on zone-b',
  async play(stage) {
    const field = await openField(stage, { name: 's1' })
    try {
      const { weather, quakes } = field
      const pack = weatherPack(readHours(hours), 1)
      const { url } = weather.platform
      const posted = await postDocument(url, weather.stream, weather.device, 'application/senml+json', pack)
      const observations = quakeObservations(readQuakes(earthquakes), 1)
      const port = quakes.platform.mqttPort ?? 0
      await publishDocument(port, quakes.stream, quakes.device, 'sensorthings', observations)
      const [one, other] = await Promise.all([
        validated(stage, weather.chainId, batchOf(weather.stream, weather.device, 1, hours)),
        validated(stage, quakes.chainId, batchOf(quakes.stream, quakes.device, 1, earthquakes)),
      ])
      for (const { batch, root, submitted, sent_ns: sentNs } of [one, other]) {
        const offMs = (submitted.time_ns - sentNs) / 1_000_000n
        stage.tell(`  ${batch}`)
        stage.tell(`    root ${root}, block ${submitted.height}; block time less device’s time: ${offMs} ms`)
      }
      const devices = `${weather.device.curve} and ${quakes.device.curve}`
      const skewed = [one, other].map(({ submitted, sent_ns }) => Number(submitted.time_ns - sent_ns) / 1e9)
      return {
        transactions: [],
        checks: [
          check('the station’s document is acknowledged whole', posted.body['accepted'] === hours, posted.body),
          check('keys of two curves signed', devices === 'ed25519 and p256', devices),
          check(
            'no entry failed its checks',
            [one, other].every(({ report }) => report?.failed.length === 0),
            'failed',
          ),
          check(
            'devices’ time and block time differ by less than the skew',
            skewed.every((s) => Math.abs(s) < 300),
            skewed,
          ),
        ],
      }
    } finally {
      await field.close()
    }
  },
}
