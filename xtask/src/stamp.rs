//! Whether something has to be made again: a hash over the contents of what it is made from.
//!
//! Contents, and not times: a fresh clone and a switch of branches give every file a new time.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::path::Path;

use crate::house::Done;

/// One hash over files and folders. What is not there counts as not there; folders named in `without` are left out.
pub fn hash(root: &Path, inputs: &[&str], without: &[&str]) -> Done<String> {
    let mut hasher = DefaultHasher::new();
    for input in inputs {
        add(&mut hasher, root, &root.join(input), without)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Whether the stamp says that these very inputs were used.
pub fn fresh(stamp: &Path, hash: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|it| it == hash)
}

/// Notes what was used.
pub fn set(stamp: &Path, hash: &str) -> Done {
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(stamp, hash)?)
}

fn add(hasher: &mut DefaultHasher, root: &Path, path: &Path, without: &[&str]) -> io::Result<()> {
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    if without.contains(&name.as_str()) {
        return Ok(());
    }
    hasher.write(name.as_bytes());
    if path.is_dir() {
        let mut inside = fs::read_dir(path)?.map(|it| it.map(|it| it.path())).collect::<io::Result<Vec<_>>>()?;
        inside.sort();
        for it in inside {
            add(hasher, root, &it, without)?;
        }
    } else if let Ok(content) = fs::read(path) {
        hasher.write_usize(content.len());
        hasher.write(&content);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A change of content or of name asks for a new build; a change in a generated folder does not.
    #[test]
    fn the_hash_follows_contents_and_names() {
        let root = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        fs::create_dir_all(root.join("a/made")).unwrap();
        fs::write(root.join("a/one"), "1").unwrap();
        let hash = || hash(&root, &["a", "absent"], &["a/made"]).unwrap();

        let first = hash();
        fs::write(root.join("a/made/x"), "x").unwrap();
        assert_eq!(hash(), first);
        fs::write(root.join("a/one"), "2").unwrap();
        assert_ne!(hash(), first);
        fs::write(root.join("a/one"), "1").unwrap();
        assert_eq!(hash(), first);
        fs::rename(root.join("a/one"), root.join("a/two")).unwrap();
        assert_ne!(hash(), first);
        fs::remove_dir_all(&root).unwrap();
    }
}
