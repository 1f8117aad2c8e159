// What attacks the API notices what it is there for, and no spelling of an address leads inside our walls.
import { tryAddresses } from '../attack/addresses.ts'
import { countOf } from '../attack/api.ts'

test('no spelling of an address inside our walls is reached, and no name that changes its answer', async () => {
  const { tried, violations } = await tryAddresses()
  expect(violations).toEqual([])
  expect(tried).toBeGreaterThanOrEqual(150)
})

test('whoever connects to such an address is noticed', async () => {
  const careless = (url: URL): Promise<Response> => fetch(`http://127.0.0.1:${url.port}`)
  expect((await tryAddresses(careless)).violations).toContainEqual(expect.stringContaining('was reached'))
})

test('calls and faults are counted from what the API says of itself', () => {
  const metrics = [
    'x_count{method="get",route="/v1/zones",status="200"} 7',
    'x_count{method="get",route="/v1/zones",status="503"} 2',
    'other_count{status="503"} 9',
  ].join('\n')
  expect(countOf(metrics, 'x_count')).toBe(9)
  expect(countOf(metrics, 'x_count', (labels) => /status="5/.test(labels))).toBe(2)
})
