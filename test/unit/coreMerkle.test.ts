// Trees of fingerprints: the published roots of RFC 6962, and no proof of anything that is not there.
import fc from 'fast-check'
import { parseHex, toHex } from '../../core/bytes.ts'
import { merkleLeaf, merkleProof, merkleRoot, verifyMerkle } from '../../core/merkle.ts'
import { sha256 } from '../vectors/samples.ts'

const published = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const leavesOf = (count: number): Uint8Array[] =>
  published.slice(0, count).map((hex) => merkleLeaf(parseHex(hex), sha256))

test.each([
  [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
])('the tree of %i leaves has the root that certificate transparency publishes (Y-7.1.5e)', (count, root) => {
  expect(toHex(merkleRoot(leavesOf(count), sha256))).toBe(root)
})

const tree = fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 40 })

test('every leaf of every tree is proven by its path, at its place alone', () => {
  const property = fc.property(tree, fc.nat(), (contents, pick) => {
    const leaves = contents.map((bytes) => merkleLeaf(bytes, sha256))
    const index = pick % leaves.length
    const root = merkleRoot(leaves, sha256)
    const claim = { leaf: leaves[index] as Uint8Array, index, count: leaves.length, root }
    const path = merkleProof(leaves, index, sha256)
    expect(verifyMerkle({ ...claim, path }, sha256)).toBe(true)
    expect(verifyMerkle({ ...claim, path: [...path, root] }, sha256)).toBe(false)
    expect(verifyMerkle({ ...claim, path, index: leaves.length }, sha256)).toBe(false)
    expect(verifyMerkle({ ...claim, path, leaf: merkleLeaf(root, sha256) }, sha256)).toBe(false)
    const other = path.map((hash, level) => (level === 0 ? sha256(hash) : hash))
    expect(verifyMerkle({ ...claim, path: other }, sha256)).toBe(path.length === 0)
  })
  fc.assert(property)
})

test('an inner node passed off as a leaf of a smaller tree is not believed without that count', () => {
  const leaves = leavesOf(4)
  const root = merkleRoot(leaves, sha256)
  const left = merkleRoot(leaves.slice(0, 2), sha256)
  const path = [merkleRoot(leaves.slice(2), sha256)]
  expect(verifyMerkle({ leaf: left, index: 0, count: 4, path, root }, sha256)).toBe(false)
  expect(merkleLeaf(left, sha256)).not.toEqual(left)
})

test('a tree without leaves and a proof beyond the last leaf are refused', () => {
  expect(() => merkleRoot([], sha256)).toThrow(expect.objectContaining({ code: 'PART_MISSING' }))
  expect(() => merkleProof(leavesOf(2), 2, sha256)).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
  const claim = { leaf: sha256(new Uint8Array()), index: 0, count: Number.NaN, path: [], root: new Uint8Array() }
  expect(verifyMerkle(claim, sha256)).toBe(false)
})
