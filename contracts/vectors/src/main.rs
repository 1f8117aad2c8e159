//! Writes the Rust half of test/vectors; `npm run vectors` runs it after the TypeScript half.

use causeway_vectors::{cases, descriptors, folder};

fn main() -> std::io::Result<()> {
    for vector in cases::all(&descriptors()) {
        let path = folder().join(vector.area).join(format!("{}.json", vector.name));
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, cases::text(&vector))?;
    }
    Ok(())
}
