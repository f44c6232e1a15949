//! Whether something has to be made again: a hash over the contents of what it is made from.
//!
//! Contents, and not times: a fresh clone and a switch of branches give every file a new time.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::path::Path;

use crate::house::Done;

/// One hash over files and folders. What is not there counts as not there.
pub fn hash(root: &Path, inputs: &[&str]) -> Done<String> {
    let mut hasher = DefaultHasher::new();
    for input in inputs {
        add(&mut hasher, root, &root.join(input))?;
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

/// Takes the note away, before what it is about is changed: half of something was made from nothing.
pub fn forget(stamp: &Path) -> Done {
    match fs::remove_file(stamp) {
        Err(problem) if problem.kind() != io::ErrorKind::NotFound => Err(problem.into()),
        _ => Ok(()),
    }
}

fn add(hasher: &mut DefaultHasher, root: &Path, path: &Path) -> io::Result<()> {
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    hasher.write(name.as_bytes());
    if path.is_dir() {
        let mut inside = fs::read_dir(path)?.map(|it| it.map(|it| it.path())).collect::<io::Result<Vec<_>>>()?;
        inside.sort();
        for it in inside {
            add(hasher, root, &it)?;
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

    /// A change of content or of name asks for a new build, and so does a note that was taken away.
    #[test]
    fn the_hash_follows_contents_and_names() {
        let root = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        fs::create_dir_all(root.join("a")).unwrap();
        fs::write(root.join("a/one"), "1").unwrap();
        let hash = || hash(&root, &["a", "absent"]).unwrap();

        let first = hash();
        let note = root.join("note");
        set(&note, &first).unwrap();
        assert!(fresh(&note, &first) && !fresh(&note, "other"));
        forget(&note).unwrap();
        forget(&note).unwrap();
        assert!(!fresh(&note, &first));
        fs::write(root.join("a/one"), "2").unwrap();
        assert_ne!(hash(), first);
        fs::write(root.join("a/one"), "1").unwrap();
        assert_eq!(hash(), first);
        fs::rename(root.join("a/one"), root.join("a/two")).unwrap();
        assert_ne!(hash(), first);
        fs::remove_dir_all(&root).unwrap();
    }
}
