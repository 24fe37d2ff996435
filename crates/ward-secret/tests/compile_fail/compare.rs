fn main() {
    let one = ward_secret::SecretString::from("x");
    let two = ward_secret::SecretString::from("x");
    let _ = one == two;
}
