//! How much memory an import takes: as much for a large file as for a small one, or nearly.

#![allow(clippy::print_stdout, reason = "what was measured is for who runs the test")]

use std::{fmt::Write as _, time::Instant};

use serde_json::{Value, json};

use crate::{
    binary::{Folder, Server},
    commands::demonstration,
    register::TABLES,
};

/// How much more a hundred times as many rows may take, in kilobytes.
const MOST: u64 = 64 * 1024;

/// A register of one authority, with a row in ten that cannot be taken.
fn register(rows: usize) -> String {
    let mut file = TABLES.to_owned();
    for number in 0..rows {
        let postcode = if number % 10 == 9 { "nowhere" } else { "BS37 9ZZ" };
        let urn = 200_000 + number;
        writeln!(
            file,
            "{urn},803,,School number {urn} with a name of usual length,{postcode},1,2001-09-01,,Maintained School,\
             Community school,1,0,0,4,11"
        )
        .unwrap();
    }
    file
}

/// Sends a register to a server, looks at what it would change, and changes it; gives the most memory that the process ever had.
fn import(rows: usize) -> u64 {
    let folder = Folder::new();
    let server = Server::start(&["--database-url", &demonstration(&folder)]);
    let cookie = server.sign_in("SEND systems administrator");
    let headers = format!("Content-Type: text/csv\r\nCookie: {cookie}\r\n");
    let started = Instant::now();
    let sent = server.send("POST", "/upload?name=register.csv", &headers, &register(rows)).unwrap();
    assert_eq!(sent.status, 200, "{sent:?}");
    let upload = serde_json::from_str::<Value>(&sent.body).unwrap()["data"].clone();
    println!("{rows} rows: sent and read in {} ms", started.elapsed().as_millis());
    let started = Instant::now();
    let ask = json!({ "upload": upload, "day": null });
    let shown = server.ask(&cookie, "organisation/import/preview.graphql", &ask).unwrap().data();
    let shown = &shown["importPreview"];
    println!("{rows} rows: shown in {} ms", started.elapsed().as_millis());
    assert_eq!(shown["created"], rows - rows / 10);
    assert_eq!(shown["rejected"], rows / 10);
    let started = Instant::now();
    let ask = json!({ "upload": upload, "day": null, "digest": shown["digest"] });
    server.ask(&cookie, "organisation/import/take_over.graphql", &ask).unwrap().data();
    println!("{rows} rows: written in {} ms", started.elapsed().as_millis());
    server.peak()
}

/// The file is read as it arrives, and what it changes is found and written a few rows at a time.
#[test]
fn a_large_file_takes_hardly_more_memory_than_a_small_one() {
    let small = import(500);
    let large = import(50_000);
    println!("500 rows: {small} KB at most, 50,000 rows: {large} KB");
    assert!(large < small + MOST, "{large} KB for 50,000 rows, {small} KB for 500");
}
