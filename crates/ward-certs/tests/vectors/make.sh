#!/bin/sh
# Makes the fixtures of this folder anew with OpenSSL 3. Run inside an empty folder; see README.md.
set -eu
mkdir -p ocsp certificates work
days=3650

ca() { # name, subject
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "work/$1.key" -subj "$2" -days $days \
        -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign,digitalSignature' \
        -out "work/$1.pem"
}
leaf() { # name, issuer, extensions
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "work/$1.key" -subj "/CN=$1" -out work/req.pem
    printf '%s\n' "$3" authorityKeyIdentifier=keyid > work/ext
    openssl x509 -req -in work/req.pem -CA "work/$2.pem" -CAkey "work/$2.key" -days $days -extfile work/ext -out "work/$1.pem"
}
server='subjectAltName=DNS:www.example.com
extendedKeyUsage=serverAuth
authorityInfoAccess=OCSP;URI:http://ocsp.example.com/'

ca issuer '/O=Ward Test/CN=Issuer'
ca stranger '/O=Ward Test/CN=Stranger'
leaf server issuer "$server"
leaf staple issuer "$server
tlsfeature=status_request"
leaf revoked issuer "$server"
leaf responder issuer 'extendedKeyUsage=OCSPSigning'
leaf unappointed issuer 'extendedKeyUsage=serverAuth'
leaf impostor stranger 'extendedKeyUsage=OCSPSigning'

serial() { openssl x509 -in "work/$1.pem" -noout -serial | cut -d= -f2; }
line() { printf '%s\t361119000000Z\t%s\t%s\tunknown\t/CN=%s\n' "$1" "$2" "$(serial "$3")" "$3"; }
{ line V '' server; line V '' staple; line R 261120000000Z,keyCompromise revoked; } > work/index

answer() { # file, certificate, signer, options
    file=$1 certificate=$2 signer=$3
    shift 3
    openssl ocsp -index work/index -CA work/issuer.pem -rsigner "work/$signer.pem" -rkey "work/$signer.key" \
        -issuer work/issuer.pem -cert "work/$certificate.pem" -no_nonce -noverify -ndays 7 \
        -reqout "work/$file.req" -respout "ocsp/$file.der" "$@"
}
answer good server issuer
answer staple server issuer
answer good-staple staple issuer
answer revoked revoked issuer
answer unknown responder issuer
answer delegated server responder
answer unappointed server unappointed
answer impostor server impostor
answer sha1 server issuer -rmd sha1
answer by-key server issuer -resp_key_id
answer no-certificates server responder -resp_no_certs
cp work/good.req ocsp/request.der
rm ocsp/staple.der

for name in issuer stranger server staple revoked; do
    openssl x509 -in "work/$name.pem" -outform DER -out "ocsp/$name.crt"
done

weak() { # file, key options, digest
    openssl req -x509 -newkey "$2" -nodes -keyout work/weak.key -subj '/CN=weak' -days $days -"$3" \
        -addext 'subjectAltName=DNS:www.example.com' -outform DER -out "certificates/$1.crt"
}
weak rsa-1024 rsa:1024 sha256
weak sha1 rsa:2048 sha1
weak md5 rsa:2048 md5
openssl ecparam -name prime256v1 -genkey -param_enc explicit -out work/explicit.key
openssl req -x509 -new -key work/explicit.key -subj '/CN=explicit curve' -days $days -outform DER -out certificates/explicit-curve.crt
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout work/weak.key -days $days -utf8 \
    -subj '/C=DE/O=Müller & Söhne, Ltd./CN=www.example.com' -addext 'subjectAltName=DNS:www.example.com,DNS:*.example.org,IP:192.0.2.7,IP:2001:db8::7,email:a@example.com' \
    -addext 'crlDistributionPoints=URI:http://crl.example.com/a.crl' \
    -addext 'authorityInfoAccess=OCSP;URI:http://ocsp.example.com/,caIssuers;URI:http://ca.example.com/ca.crt' \
    -addext 'tlsfeature=status_request' -addext 'keyUsage=digitalSignature,keyAgreement' -addext 'extendedKeyUsage=serverAuth,clientAuth' \
    -set_serial 0x00F00D -outform DER -out certificates/rich.crt
openssl x509 -in certificates/rich.crt -inform DER -noout -serial -subject -nameopt RFC2253,-esc_msb -dates -fingerprint -sha256 > certificates/rich.txt
openssl x509 -in certificates/rich.crt -inform DER -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | openssl base64 >> certificates/rich.txt
rm -r work
