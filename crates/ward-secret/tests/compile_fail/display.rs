fn main() {
    let secret = ward_secret::SecretString::from("x");
    println!("{secret}");
}
