fn main() {
    let secret = ward_secret::SecretString::from("x");
    let _ = serde_json::to_string(&secret);
}
